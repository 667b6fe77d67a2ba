/** The other side of the Watchdog, an alert that always fires: misses it on a second machine, and says so. */
@NullMarked
package io.dbvitals.app.deadman;

import org.jspecify.annotations.NullMarked;
