package io.dbvitals.app.benchmark.sample;

import java.time.Duration;
import java.util.List;

/**
 * How long the same thing took several times.
 *
 * @param took of those that succeeded, in any order
 * @param failures that are not among them
 * @param failure what the first of them said; empty where there is none
 */
public record Sample(String name, List<Duration> took, int failures, String failure) {
    private static final double P95 = 0.95;
    private static final double UNSTABLE = 0.5;

    public Sample {
        took = took.stream().sorted().toList();
    }

    public boolean empty() {
        return took.isEmpty();
    }

    public int tries() {
        return took.size() + failures;
    }

    /** From 0 to 1; of no tries it is 0. */
    public double successRate() {
        return tries() == 0 ? 0 : (double) took.size() / tries();
    }

    /** Zero where nothing succeeded. */
    public Duration median() {
        return middle(took);
    }

    /** The least that 95 % of them did not exceed. */
    public Duration p95() {
        return empty() ? Duration.ZERO : took.get((int) Math.ceil(P95 * took.size()) - 1);
    }

    public Duration slowest() {
        return empty() ? Duration.ZERO : took.get(took.size() - 1);
    }

    /** The median of the distances from the median, which a few outliers do not move. */
    public Duration spread() {
        Duration median = median();
        return middle(
                took.stream().map(each -> each.minus(median).abs()).sorted().toList());
    }

    /** Whether times differ so much that their median says little. */
    public boolean unstable() {
        return !empty() && spread().toNanos() > UNSTABLE * median().toNanos();
    }

    private static Duration middle(List<Duration> sorted) {
        if (sorted.isEmpty()) {
            return Duration.ZERO;
        }
        int half = sorted.size() / 2;
        return sorted.size() % 2 == 1
                ? sorted.get(half)
                : sorted.get(half - 1).plus(sorted.get(half)).dividedBy(2);
    }
}
