/** Reads the pools of a PgBouncer. */
@NullMarked
package io.dbvitals.pool.pgbouncer;

import org.jspecify.annotations.NullMarked;
