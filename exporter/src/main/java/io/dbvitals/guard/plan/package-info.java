/** Rules and sessions become a plan: what would be ended, in which order, and why. */
@NullMarked
package io.dbvitals.guard.plan;

import org.jspecify.annotations.NullMarked;
