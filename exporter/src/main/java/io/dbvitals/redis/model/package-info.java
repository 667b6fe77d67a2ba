/** What a server said in one scrape, and the families that it becomes. */
@NullMarked
package io.dbvitals.redis.model;

import org.jspecify.annotations.NullMarked;
