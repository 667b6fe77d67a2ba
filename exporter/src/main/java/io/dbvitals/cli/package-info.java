/** One class per command: reads options, calls one method, prints the answer. */
@NullMarked
package io.dbvitals.cli;

import org.jspecify.annotations.NullMarked;
