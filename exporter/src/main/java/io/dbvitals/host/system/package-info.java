/** Clock, limits and identity of the system. */
@NullMarked
package io.dbvitals.host.system;

import org.jspecify.annotations.NullMarked;
