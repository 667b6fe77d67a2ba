/** What can be known of machines without /proc. */
@NullMarked
package io.dbvitals.host.oshi;

import org.jspecify.annotations.NullMarked;
