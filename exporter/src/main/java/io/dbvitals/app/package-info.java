/** Builds the object graph by hand, starts it, reloads it, closes it in reverse. */
@NullMarked
package io.dbvitals.app;

import org.jspecify.annotations.NullMarked;
