/** What the guard sees of a server: its sessions, who waits for whom, and what is missing to see all. */
@NullMarked
package io.dbvitals.guard.session;

import org.jspecify.annotations.NullMarked;
