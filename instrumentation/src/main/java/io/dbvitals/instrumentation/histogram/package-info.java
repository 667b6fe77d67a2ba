/** Counts durations so that percentiles can be read at any time, to one percent and in little memory. */
@NullMarked
package io.dbvitals.instrumentation.histogram;

import org.jspecify.annotations.NullMarked;
