/** {@code dbvitals alerts}: for those who are called at night. */
@NullMarked
package io.dbvitals.cli.alerts;

import org.jspecify.annotations.NullMarked;
