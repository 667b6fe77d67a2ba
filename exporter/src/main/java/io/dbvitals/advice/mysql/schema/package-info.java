/** The rules for what is not a statement of MySQL and MariaDB: statistics of tables, indexes, and the list of statements itself. */
@NullMarked
package io.dbvitals.advice.mysql.schema;

import org.jspecify.annotations.NullMarked;
