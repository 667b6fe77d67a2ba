/** The servers of a configuration that the guard can look at, and the doors to them. */
@NullMarked
package io.dbvitals.app.guard.server;

import org.jspecify.annotations.NullMarked;
