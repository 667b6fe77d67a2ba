/** Replication as it was seen, and what it means; nothing here asks a server. */
@NullMarked
package io.dbvitals.replication.state;

import org.jspecify.annotations.NullMarked;
