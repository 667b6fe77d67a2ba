/** What the repository says of metrics and alerts: recorded pages, query files, rules, dashboards. */
@NullMarked
package io.dbvitals.grafana.reference.source;

import org.jspecify.annotations.NullMarked;
