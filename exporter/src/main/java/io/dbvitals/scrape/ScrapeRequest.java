package io.dbvitals.scrape;

import java.time.Duration;
import java.util.Set;

/**
 * What somebody wants to see; an empty set means all.
 *
 * @param kinds of targets; {@code self} is the exporter itself
 * @param targets by name
 * @param collectors by name, without the database
 * @param budget how long the asker waits; never more than the configured one is used
 */
public record ScrapeRequest(Set<String> kinds, Set<String> targets, Set<String> collectors, Duration budget) {
    public ScrapeRequest {
        kinds = Set.copyOf(kinds);
        targets = Set.copyOf(targets);
        collectors = Set.copyOf(collectors);
    }
}
