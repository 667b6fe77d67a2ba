/** Reads where the alerts are kept that this program operates. */
@NullMarked
package io.dbvitals.config.alerting;

import org.jspecify.annotations.NullMarked;
