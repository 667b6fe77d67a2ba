/** The guard's record of what it did: an append-only file of chained lines, on disk before an action is taken and after. */
@NullMarked
package io.dbvitals.guard.audit;

import org.jspecify.annotations.NullMarked;
