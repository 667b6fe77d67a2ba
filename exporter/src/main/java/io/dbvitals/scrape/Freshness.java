package io.dbvitals.scrape;

import java.time.Duration;

/**
 * How long a result may be served without reading again.
 *
 * @param ttl zero: read on every scrape
 * @param staleFor after a failure, how old the last good result may be; zero: it is not served
 * @param background whether scrapes never wait for a new result
 */
public record Freshness(Duration ttl, Duration staleFor, boolean background) {
    public static final Freshness EVERY_SCRAPE = new Freshness(Duration.ZERO, Duration.ZERO, false);
}
