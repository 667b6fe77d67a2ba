/** What a deployment may require of a server, one class for each. */
@NullMarked
package io.dbvitals.app.validate.check;

import org.jspecify.annotations.NullMarked;
