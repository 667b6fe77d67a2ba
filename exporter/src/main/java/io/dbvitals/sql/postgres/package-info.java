/** PostgreSQL servers. */
@NullMarked
package io.dbvitals.sql.postgres;

import org.jspecify.annotations.NullMarked;
