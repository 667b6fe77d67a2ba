/** Reads the components of the health score, one class for each kind of target. */
@NullMarked
package io.dbvitals.app.health.vitals;

import org.jspecify.annotations.NullMarked;
