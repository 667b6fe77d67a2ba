/** Alertmanager's API, version 2: the alerts that fire, and what keeps them from being told. */
@NullMarked
package io.dbvitals.alerts.alertmanager;

import org.jspecify.annotations.NullMarked;
