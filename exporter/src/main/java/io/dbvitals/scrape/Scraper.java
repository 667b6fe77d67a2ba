package io.dbvitals.scrape;

import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.concurrent.CompletableFuture;

/** Whoever can answer a scrape. */
public interface Scraper {
    /**
     * Completes within the request's budget, never exceptionally because of a target. Those who ask for the same while it is
     * read get the same object, so that it can be rendered once for all of them.
     */
    CompletableFuture<MetricSnapshots> scrape(ScrapeRequest request);
}
