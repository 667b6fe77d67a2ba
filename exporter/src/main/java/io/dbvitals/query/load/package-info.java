/** Finds the query files inside the program and those of the user, and makes of them one list of checked queries. */
@NullMarked
package io.dbvitals.query.load;

import org.jspecify.annotations.NullMarked;
