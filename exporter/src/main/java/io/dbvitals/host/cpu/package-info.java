/** What processors do and who waits for them. */
@NullMarked
package io.dbvitals.host.cpu;

import org.jspecify.annotations.NullMarked;
