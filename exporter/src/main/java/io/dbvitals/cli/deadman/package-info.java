/** The command that watches the monitoring from a second machine. */
@NullMarked
package io.dbvitals.cli.deadman;

import org.jspecify.annotations.NullMarked;
