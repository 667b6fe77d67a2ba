/** Who is told that an alert is missed, and how. */
@NullMarked
package io.dbvitals.app.deadman.tell;

import org.jspecify.annotations.NullMarked;
