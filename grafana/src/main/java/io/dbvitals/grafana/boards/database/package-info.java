/** Dashboards of the systems that dbvitals reads. */
@NullMarked
package io.dbvitals.grafana.boards.database;

import org.jspecify.annotations.NullMarked;
