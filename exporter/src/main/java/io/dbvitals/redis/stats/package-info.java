/** Families from the text of INFO. */
@NullMarked
package io.dbvitals.redis.stats;

import org.jspecify.annotations.NullMarked;
