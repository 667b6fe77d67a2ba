/** Advice on the statements of a PostgreSQL server, from pg_stat_statements, plans and catalogs. */
@NullMarked
package io.dbvitals.advice.postgres;

import org.jspecify.annotations.NullMarked;
