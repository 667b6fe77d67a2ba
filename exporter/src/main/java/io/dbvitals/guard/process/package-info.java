/** The running monitor as others meet it: its PID file, and the signals that it is sent. */
@NullMarked
package io.dbvitals.guard.process;

import org.jspecify.annotations.NullMarked;
