/** Stands between an application and its JDBC driver and tells of each statement; what it is told of stays the same. */
@NullMarked
package io.dbvitals.instrumentation.jdbc;

import org.jspecify.annotations.NullMarked;
