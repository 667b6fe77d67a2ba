/** What only code can read from a MySQL or MariaDB server: metrics whose names the server itself decides. */
@NullMarked
package io.dbvitals.mysql;

import org.jspecify.annotations.NullMarked;
