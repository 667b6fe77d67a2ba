/** Clears a server of its clients, and keeps them out meanwhile; what was shut for that is opened again, come what may. */
@NullMarked
package io.dbvitals.guard.emergency;

import org.jspecify.annotations.NullMarked;
