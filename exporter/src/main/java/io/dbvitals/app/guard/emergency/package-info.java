/** Emergencies over the targets of a configuration. */
@NullMarked
package io.dbvitals.app.guard.emergency;

import org.jspecify.annotations.NullMarked;
