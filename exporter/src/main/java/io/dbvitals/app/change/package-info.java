/** What can be changed of the running program: thresholds, what is collected, the guard. Every change is on record first. */
@NullMarked
package io.dbvitals.app.change;

import org.jspecify.annotations.NullMarked;
