/** Reads how a database server replicates, whatever its make. */
@NullMarked
package io.dbvitals.replication;

import org.jspecify.annotations.NullMarked;
