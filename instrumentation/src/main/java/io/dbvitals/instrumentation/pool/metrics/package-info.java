/** Pools as Prometheus metrics. */
@NullMarked
package io.dbvitals.instrumentation.pool.metrics;

import org.jspecify.annotations.NullMarked;
