/** Disks and what they consist of. */
@NullMarked
package io.dbvitals.host.disk;

import org.jspecify.annotations.NullMarked;
