/** What only code can read from a PgBouncer, and its admin console as a server that queries are sent to. */
@NullMarked
package io.dbvitals.pgbouncer;

import org.jspecify.annotations.NullMarked;
