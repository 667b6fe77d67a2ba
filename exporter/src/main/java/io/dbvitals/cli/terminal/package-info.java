/** What all commands have in common: where their configuration is, what their exit codes mean, and how they use a terminal. */
@NullMarked
package io.dbvitals.cli.terminal;

import org.jspecify.annotations.NullMarked;
