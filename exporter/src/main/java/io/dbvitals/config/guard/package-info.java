/** What the guard may do, as configured. */
@NullMarked
package io.dbvitals.config.guard;

import org.jspecify.annotations.NullMarked;
