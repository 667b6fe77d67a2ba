/** Alerts operated from here: acknowledged, suppressed, looked back at, and their channels tested; all of it on record. */
@NullMarked
package io.dbvitals.app.alerts;

import org.jspecify.annotations.NullMarked;
