/** Asks PostgreSQL how it would run a statement, without running it, and what an index would change. */
@NullMarked
package io.dbvitals.advice.postgres.plan;

import org.jspecify.annotations.NullMarked;
