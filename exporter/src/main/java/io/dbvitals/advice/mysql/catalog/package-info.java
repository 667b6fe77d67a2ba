/** Tables, columns and indexes of MySQL and MariaDB, as far as the advice needs them. */
@NullMarked
package io.dbvitals.advice.mysql.catalog;

import org.jspecify.annotations.NullMarked;
