/** JDBC sessions under one hard cap, whatever the driver. */
@NullMarked
package io.dbvitals.sql.jdbc;

import org.jspecify.annotations.NullMarked;
