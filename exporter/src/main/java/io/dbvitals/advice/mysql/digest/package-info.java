/** What MySQL and MariaDB count of statements in {@code performance_schema}, and the samples that they keep. */
@NullMarked
package io.dbvitals.advice.mysql.digest;

import org.jspecify.annotations.NullMarked;
