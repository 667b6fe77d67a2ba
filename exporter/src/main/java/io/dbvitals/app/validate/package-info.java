/** Whether targets are as a deployment needs them: asks each what was required of it, once or until it is so. */
@NullMarked
package io.dbvitals.app.validate;

import org.jspecify.annotations.NullMarked;
