/** Asks the queries of dashboards of a running Prometheus. */
@NullMarked
package io.dbvitals.grafana.live;

import org.jspecify.annotations.NullMarked;
