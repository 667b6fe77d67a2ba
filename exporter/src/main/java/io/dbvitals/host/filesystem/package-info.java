/** How full mounted file systems are. */
@NullMarked
package io.dbvitals.host.filesystem;

import org.jspecify.annotations.NullMarked;
