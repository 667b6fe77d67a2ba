/** Durations and minutes, kept in bounded memory. */
@NullMarked
package io.dbvitals.instrumentation.pool.timing;

import org.jspecify.annotations.NullMarked;
