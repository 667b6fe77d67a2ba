package io.dbvitals.demo.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** How long some scrapes took. */
public final class Latencies {
    private final List<Duration> durations = new ArrayList<>();

    public void add(Duration duration) {
        durations.add(duration);
    }

    int count() {
        return durations.size();
    }

    /** The duration in milliseconds that so many percent of the scrapes did not exceed (nearest rank). */
    public double percentile(double percent) {
        List<Duration> sorted = durations.stream().sorted().toList();
        int rank = (int) Math.ceil(percent / 100 * sorted.size());
        return sorted.get(Math.max(rank, 1) - 1).toNanos() / 1e6;
    }
}
