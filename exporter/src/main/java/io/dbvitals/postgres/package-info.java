/** What only code can read from a PostgreSQL server. */
@NullMarked
package io.dbvitals.postgres;

import org.jspecify.annotations.NullMarked;
