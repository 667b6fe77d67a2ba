/** Shows statements to Prometheus under the names that OpenTelemetry has for them. */
@NullMarked
package io.dbvitals.instrumentation.query.metrics;

import org.jspecify.annotations.NullMarked;
