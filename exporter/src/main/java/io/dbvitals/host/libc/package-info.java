/** The two questions that only a call of the C library answers. */
@NullMarked
package io.dbvitals.host.libc;

import org.jspecify.annotations.NullMarked;
