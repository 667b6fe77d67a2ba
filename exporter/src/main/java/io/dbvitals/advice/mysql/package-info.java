/** Statements of MySQL and MariaDB, from {@code performance_schema}, and the advice for them. */
@NullMarked
package io.dbvitals.advice.mysql;

import org.jspecify.annotations.NullMarked;
