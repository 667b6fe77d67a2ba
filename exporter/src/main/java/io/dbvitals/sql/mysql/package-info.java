/** MySQL and MariaDB servers. */
@NullMarked
package io.dbvitals.sql.mysql;

import org.jspecify.annotations.NullMarked;
