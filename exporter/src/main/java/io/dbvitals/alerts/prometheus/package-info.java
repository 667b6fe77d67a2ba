/** Prometheus's HTTP API: what was, as series over time. */
@NullMarked
package io.dbvitals.alerts.prometheus;

import org.jspecify.annotations.NullMarked;
