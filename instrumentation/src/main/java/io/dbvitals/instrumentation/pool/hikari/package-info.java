/** HikariCP, which is an optional dependency. */
@NullMarked
package io.dbvitals.instrumentation.pool.hikari;

import org.jspecify.annotations.NullMarked;
