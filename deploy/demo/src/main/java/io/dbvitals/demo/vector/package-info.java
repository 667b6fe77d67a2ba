/** Nearest-neighbour search for the demo and the benchmark: tables of points, their indexes, and where they may stand. */
@NullMarked
package io.dbvitals.demo.vector;

import org.jspecify.annotations.NullMarked;
