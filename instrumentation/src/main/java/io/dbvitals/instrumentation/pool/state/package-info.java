/** What is known of a pool at a moment, as values. */
@NullMarked
package io.dbvitals.instrumentation.pool.state;

import org.jspecify.annotations.NullMarked;
