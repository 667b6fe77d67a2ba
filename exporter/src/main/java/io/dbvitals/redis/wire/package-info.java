/** The one kept connection: commands out, replies in, never later than the deadline. */
@NullMarked
package io.dbvitals.redis.wire;

import org.jspecify.annotations.NullMarked;
