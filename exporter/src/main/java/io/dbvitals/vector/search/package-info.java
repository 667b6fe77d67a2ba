/** One nearest-neighbour search: its statement, values to search for, and what a run of it gives. */
@NullMarked
package io.dbvitals.vector.search;

import org.jspecify.annotations.NullMarked;
