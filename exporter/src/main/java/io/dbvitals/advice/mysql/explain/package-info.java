/** Plans of statements of MySQL and MariaDB, for the values of a run that the server kept. */
@NullMarked
package io.dbvitals.advice.mysql.explain;

import org.jspecify.annotations.NullMarked;
