/** Answers as Nagios, Icinga and their kin read them from a plugin: one line of status, performance data, and an exit code. */
@NullMarked
package io.dbvitals.cli.terminal.nagios;

import org.jspecify.annotations.NullMarked;
