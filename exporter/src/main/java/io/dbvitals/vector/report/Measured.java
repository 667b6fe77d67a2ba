package io.dbvitals.vector.report;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How searches went under one value of the setting.
 *
 * @param value of the setting; empty where the index has none
 * @param current whether this is what the role and database have
 * @param latencies ascending, at the client
 * @param recall mean and worst; empty where it could not be measured
 * @param neighbours found per search, mean
 */
public record Measured(
        Optional<Integer> value,
        boolean current,
        List<Duration> latencies,
        Optional<Accuracy> recall,
        double neighbours) {
    public Measured {
        latencies = latencies.stream().sorted().toList();
    }

    /** Parts of the true neighbours that were found, from 0 to 1. */
    public record Accuracy(double mean, double worst) {}

    /** The smallest latency that this part of the searches did not exceed. */
    public Duration quantile(double part) {
        int place = (int) Math.ceil(part * latencies.size()) - 1;
        return latencies.get(Math.min(latencies.size() - 1, Math.max(0, place)));
    }
}
