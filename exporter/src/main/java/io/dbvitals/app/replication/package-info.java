/** Reports on the replication of the targets of a configuration. */
@NullMarked
package io.dbvitals.app.replication;

import org.jspecify.annotations.NullMarked;
