/** Alerts as Prometheus and Alertmanager keep them, and what is asked of them: values that no program is needed for. */
@NullMarked
package io.dbvitals.alerts;

import org.jspecify.annotations.NullMarked;
