/** What the server behind a pool says of its connections. */
@NullMarked
package io.dbvitals.pool.backend;

import org.jspecify.annotations.NullMarked;
