/** Puts the steps together for each kind of target. */
@NullMarked
package io.dbvitals.app.diagnosis;

import org.jspecify.annotations.NullMarked;
