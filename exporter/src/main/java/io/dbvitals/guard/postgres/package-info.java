/** Sessions of a PostgreSQL server. */
@NullMarked
package io.dbvitals.guard.postgres;

import org.jspecify.annotations.NullMarked;
