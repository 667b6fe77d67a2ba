/** What the commands that go on running have in common: their log, their PID file, their signals. */
@NullMarked
package io.dbvitals.cli.monitor;

import org.jspecify.annotations.NullMarked;
