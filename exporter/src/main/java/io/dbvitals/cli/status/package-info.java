/** All targets and the alerts that fire, on one screen. */
@NullMarked
package io.dbvitals.cli.status;

import org.jspecify.annotations.NullMarked;
