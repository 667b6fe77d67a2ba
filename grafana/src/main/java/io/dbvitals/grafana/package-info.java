/** The dashboards for Grafana: written to files, and their queries asked of a Prometheus. */
@NullMarked
package io.dbvitals.grafana;

import org.jspecify.annotations.NullMarked;
