/** PostgreSQL's protocol, version 3, as far as an admin console speaks it: login and simple queries. */
@NullMarked
package io.dbvitals.pgbouncer.wire;

import org.jspecify.annotations.NullMarked;
