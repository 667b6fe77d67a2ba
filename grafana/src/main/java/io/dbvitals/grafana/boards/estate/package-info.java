/** Dashboards of what lies around the databases: machines, applications, alerts, objectives, capacity. */
@NullMarked
package io.dbvitals.grafana.boards.estate;

import org.jspecify.annotations.NullMarked;
