/** A text about the last day, each day at the same time. */
@NullMarked
package io.dbvitals.instrumentation.report;

import org.jspecify.annotations.NullMarked;
