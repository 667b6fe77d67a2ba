/** Asking what may never answer. */
@NullMarked
package io.dbvitals.host.waiting;

import org.jspecify.annotations.NullMarked;
