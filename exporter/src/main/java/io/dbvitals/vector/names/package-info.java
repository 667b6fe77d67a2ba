/** The same series under names that others gave them. */
@NullMarked
package io.dbvitals.vector.names;

import org.jspecify.annotations.NullMarked;
