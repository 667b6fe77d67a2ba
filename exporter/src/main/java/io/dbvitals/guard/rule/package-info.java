/** Which sessions count, and which are never touched. */
@NullMarked
package io.dbvitals.guard.rule;

import org.jspecify.annotations.NullMarked;
