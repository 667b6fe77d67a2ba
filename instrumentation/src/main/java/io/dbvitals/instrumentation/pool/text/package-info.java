/** A pool as text, for a terminal or a log. */
@NullMarked
package io.dbvitals.instrumentation.pool.text;

import org.jspecify.annotations.NullMarked;
