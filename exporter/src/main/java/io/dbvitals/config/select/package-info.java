/** Which of several names a configuration means. */
@NullMarked
package io.dbvitals.config.select;

import org.jspecify.annotations.NullMarked;
