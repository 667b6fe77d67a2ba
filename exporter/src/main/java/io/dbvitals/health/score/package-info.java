/** The health score: how bad each component of a target is, and what that comes to. Pure arithmetic. */
@NullMarked
package io.dbvitals.health.score;

import org.jspecify.annotations.NullMarked;
