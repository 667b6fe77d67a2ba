/** Watches connection pools: how full they are, who waits for how long, who never gives back. */
@NullMarked
package io.dbvitals.instrumentation.pool;

import org.jspecify.annotations.NullMarked;
