/** Sensors and what the machine is built of. */
@NullMarked
package io.dbvitals.host.hardware;

import org.jspecify.annotations.NullMarked;
