/** Where the log goes and how much of it there is. */
@NullMarked
package io.dbvitals.app.logging;

import org.jspecify.annotations.NullMarked;
