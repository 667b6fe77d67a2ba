/** A real PostgreSQL with a shop's workload on it, watched by dbvitals: to try it, and to see that it works. */
@NullMarked
package io.dbvitals.demo;

import org.jspecify.annotations.NullMarked;
