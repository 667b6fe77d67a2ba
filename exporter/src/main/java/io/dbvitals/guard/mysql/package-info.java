/** The sessions of MySQL and MariaDB servers. MariaDB is watched in its own tables, because its performance_schema is off by default. */
@NullMarked
package io.dbvitals.guard.mysql;

import org.jspecify.annotations.NullMarked;
