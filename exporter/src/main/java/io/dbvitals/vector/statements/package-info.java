/** Searches for nearest vectors that applications make, as pg_stat_statements counts them. */
@NullMarked
package io.dbvitals.vector.statements;

import org.jspecify.annotations.NullMarked;
