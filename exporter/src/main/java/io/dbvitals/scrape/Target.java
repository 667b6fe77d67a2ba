package io.dbvitals.scrape;

import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One watched system: a server, a pooler, the host. Constructing one does no I/O. */
public interface Target {
    /** Unique within the configuration. */
    String name();

    /** {@code postgres}, {@code redis}, {@code mysql}, {@code pgbouncer}, {@code host} or {@code vector}. */
    String kind();

    /** The labels that every series of this target bears, such as {@code server} and those of the configuration. */
    Labels labels();

    /** How many collectors may run at once: the cap on connections. */
    int parallelism();

    /**
     * Answers the question: is the target there, and what can be read from it now? Connects if needed, notices a new
     * version or role, and returns the collectors that apply.
     */
    List<Collector> prepare(Deadline deadline) throws CollectException, InterruptedException;

    /** Collectors that do not apply now, with the reason in one word, such as {@code version} or {@code extension}. */
    Map<String, String> skipped();

    /** Whether the target follows another one, as it said when it was last asked; empty where that is not known or makes no sense. */
    default Optional<Boolean> replica() {
        return Optional.empty();
    }

    /** Families that say how the target is, such as {@code pg_up}; needs no connection. */
    List<MetricSnapshot> status(Report report);

    /**
     * How one scrape of the target went.
     *
     * @param up whether it answered
     * @param complete whether every collector gave its result
     * @param collectors that were read, in their order
     */
    record Report(boolean up, boolean complete, Duration took, List<Collected> collectors) {
        public Report {
            collectors = List.copyOf(collectors);
        }
    }

    /** How the reading of one collector went. */
    record Collected(String collector, boolean success, Duration took) {}
}
