/** The command that says why a target cannot be read. */
@NullMarked
package io.dbvitals.cli.health.diagnosis;

import org.jspecify.annotations.NullMarked;
