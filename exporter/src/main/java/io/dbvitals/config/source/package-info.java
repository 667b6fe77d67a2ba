/** Reads what is said of one watched system, from a block of the file or from a connection string. */
@NullMarked
package io.dbvitals.config.source;

import org.jspecify.annotations.NullMarked;
