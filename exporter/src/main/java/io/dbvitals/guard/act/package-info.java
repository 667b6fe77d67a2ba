/** Carries a plan out within its limits; every action is written down before and after. */
@NullMarked
package io.dbvitals.guard.act;

import org.jspecify.annotations.NullMarked;
