/** Redis, Valkey, Sentinel and cluster nodes: one pipelined round trip a scrape, under redis_exporter's names. */
@NullMarked
package io.dbvitals.redis;

import org.jspecify.annotations.NullMarked;
