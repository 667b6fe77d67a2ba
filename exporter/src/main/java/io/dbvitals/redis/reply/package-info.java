/** Families from the replies of all other commands. */
@NullMarked
package io.dbvitals.redis.reply;

import org.jspecify.annotations.NullMarked;
