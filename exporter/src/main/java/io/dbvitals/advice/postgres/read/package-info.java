/** Reads what PostgreSQL counts of statements, tables and indexes. */
@NullMarked
package io.dbvitals.advice.postgres.read;

import org.jspecify.annotations.NullMarked;
