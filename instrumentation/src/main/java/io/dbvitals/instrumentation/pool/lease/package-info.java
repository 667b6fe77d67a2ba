/** Connections that are out, and who has them. */
@NullMarked
package io.dbvitals.instrumentation.pool.lease;

import org.jspecify.annotations.NullMarked;
