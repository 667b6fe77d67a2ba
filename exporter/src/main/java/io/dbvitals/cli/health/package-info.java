/** Commands that say how the watched systems are, and whether they are as they should be. */
@NullMarked
package io.dbvitals.cli.health;

import org.jspecify.annotations.NullMarked;
