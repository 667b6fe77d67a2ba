/** Replication of PostgreSQL. */
@NullMarked
package io.dbvitals.replication.postgres;

import org.jspecify.annotations.NullMarked;
