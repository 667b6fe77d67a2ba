/** The guard in use: by a command once, or by the running program again and again. */
@NullMarked
package io.dbvitals.app.guard;

import org.jspecify.annotations.NullMarked;
