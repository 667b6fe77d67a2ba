/** The command that checks one service, as a plugin of a monitoring system. */
@NullMarked
package io.dbvitals.cli.check;

import org.jspecify.annotations.NullMarked;
