/** The commands that look at sessions, and end them. */
@NullMarked
package io.dbvitals.cli.guard;

import org.jspecify.annotations.NullMarked;
