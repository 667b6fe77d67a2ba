/** Finds slow statements, while they run and when they have ended. */
@NullMarked
package io.dbvitals.instrumentation.query.slow;

import org.jspecify.annotations.NullMarked;
