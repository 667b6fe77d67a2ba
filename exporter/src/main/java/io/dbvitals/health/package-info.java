/** Asks each source "are you likely to work?", and sums the answers. */
@NullMarked
package io.dbvitals.health;

import org.jspecify.annotations.NullMarked;
