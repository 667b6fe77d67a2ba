/** Dashboards in Grafana's classic JSON, the same bytes for the same dashboard. */
@NullMarked
package io.dbvitals.grafana.json;

import org.jspecify.annotations.NullMarked;
