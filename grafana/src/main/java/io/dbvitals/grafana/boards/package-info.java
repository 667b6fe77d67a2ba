/** The list of all dashboards. */
@NullMarked
package io.dbvitals.grafana.boards;

import org.jspecify.annotations.NullMarked;
