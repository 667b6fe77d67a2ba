/** How rows of a MySQL or MariaDB server become samples. */
@NullMarked
package io.dbvitals.mysql.values;

import org.jspecify.annotations.NullMarked;
