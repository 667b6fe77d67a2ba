package io.dbvitals.http;

import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Reads a server that is named by the asker. */
public interface Prober {
    /**
     * Completes within {@code budget}; a server that does not answer is a page that says so, not a failure.
     *
     * @param target {@code host:port} or a URL
     * @param module credentials and options by name; empty: the one for such targets
     * @param collectors by name; empty means all
     * @throws ProbeRefused when the target may not be probed, or it or the module is not understood
     */
    CompletableFuture<MetricSnapshots> probe(String target, String module, Set<String> collectors, Duration budget)
            throws ProbeRefused;
}
