/** What searching in an index may cost, and what it has cost. */
@NullMarked
package io.dbvitals.vector.probe.budget;

import org.jspecify.annotations.NullMarked;
