/** Opens, limits and closes database connections; gives rows; knows version, role, extensions. */
@NullMarked
package io.dbvitals.sql;

import org.jspecify.annotations.NullMarked;
