/** Replication of MySQL and MariaDB. */
@NullMarked
package io.dbvitals.replication.mysql;

import org.jspecify.annotations.NullMarked;
