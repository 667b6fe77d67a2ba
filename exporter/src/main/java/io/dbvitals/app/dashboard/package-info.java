/** Puts together what one look at the data tier shows: from memory, and read behind those who look. */
@NullMarked
package io.dbvitals.app.dashboard;

import org.jspecify.annotations.NullMarked;
