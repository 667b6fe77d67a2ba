/** The rules on PostgreSQL's counters, plans and catalogs, each with what ends its finding. */
@NullMarked
package io.dbvitals.advice.postgres.rules;

import org.jspecify.annotations.NullMarked;
