package io.dbvitals.config.thresholds;

import io.dbvitals.config.Config.Threshold;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The names that the shipped alert rules and the health scores compare with, and which numbers make sense for them. */
public final class KnownThresholds {
    /** What is bad when there is much of it. */
    private static final Set<String> RISING = names("""
            anomaly_deviations auto_increment_used_ratio blocked_sessions client_wait_seconds command_error_ratio
            connections_used_ratio conntrack_used_ratio cpu_pressure_ratio cpu_used_ratio database_connections_used_ratio
            dead_rows_ratio deadlocks_per_15m disk_queue_length evictions_per_second file_descriptors_used_ratio
            forced_checkpoints_ratio fragmentation_factor gc_time_ratio heap_used_ratio http_error_ratio
            http_latency_p95_seconds idle_in_transaction_seconds lock_wait_seconds memory_used_ratio multixact_age_ratio
            network_error_ratio pool_used_ratio prepared_transaction_age_seconds replication_lag_seconds
            replication_slot_lag_bytes rollback_ratio scrape_duration_seconds slo_http_requests_error_ratio
            slo_mysql_availability_error_ratio slo_postgres_availability_error_ratio slo_redis_availability_error_ratio
            slo_vector_search_error_ratio slow_commands_per_10m slow_queries_ratio swapped_pages_per_second
            transaction_age_seconds vector_dead_rows_ratio vector_index_bloat_factor vector_index_miss_ratio
            vector_search_error_ratio vector_search_p95_seconds vector_search_p99_seconds vector_short_results_ratio
            xid_age_ratio""");

    /** What is bad when there is little of it. */
    private static final Set<String> FALLING = names("""
            cache_hit_ratio certificate_remaining_seconds filesystem_free_ratio hit_ratio inodes_free_ratio
            memory_available_ratio replicas vector_recall_ratio""");

    private KnownThresholds() {}

    /**
     * A number that makes no sense.
     *
     * @param severity {@code warning} or {@code critical}
     */
    public record Wrong(String severity, String message) {}

    /** Sorted. */
    public static Set<String> all() {
        TreeSet<String> all = new TreeSet<>(RISING);
        all.addAll(FALLING);
        return all;
    }

    /** What is wrong with numbers under that name; of a name that is not known, only what is no number. */
    public static Optional<Wrong> wrong(String name, Threshold threshold) {
        Optional<Wrong> warning = wrong(name, "warning", threshold.warning());
        Optional<Wrong> one = warning.isPresent() ? warning : wrong(name, "critical", threshold.critical());
        return one.isPresent() ? one : order(name, threshold);
    }

    private static Optional<Wrong> wrong(String name, String severity, Optional<Double> number) {
        if (number.isEmpty()) {
            return Optional.empty();
        }
        double value = number.get();
        String rule;
        if (!Double.isFinite(value)) {
            rule = " must be a number";
        } else if (!RISING.contains(name) && !FALLING.contains(name)) {
            return Optional.empty();
        } else if (name.endsWith("_ratio") && (value < 0 || value > 1)) {
            rule = " of " + name + " must be a share from 0 to 1";
        } else if (value < 0) {
            rule = " of " + name + " must not be negative";
        } else {
            return Optional.empty();
        }
        boolean percent = rule.endsWith("to 1") && value > 1 && value <= 100;
        return Optional.of(new Wrong(
                severity,
                "\"" + severity + "\"" + rule + ", not " + text(value)
                        + (percent ? " (" + text(value) + " % is " + text(value / 100) + ")" : "")));
    }

    private static Optional<Wrong> order(String name, Threshold threshold) {
        if (threshold.warning().isEmpty() || threshold.critical().isEmpty()) {
            return Optional.empty();
        }
        double warning = threshold.warning().get();
        double critical = threshold.critical().get();
        boolean below = RISING.contains(name) && critical < warning;
        boolean above = FALLING.contains(name) && critical > warning;
        return below || above
                ? Optional.of(new Wrong(
                        "critical",
                        "\"critical\" of " + name + " (" + text(critical) + ") must not be "
                                + (below ? "below" : "above") + " \"warning\" (" + text(warning) + "): "
                                + (below ? "the higher, the worse" : "the lower, the worse")))
                : Optional.empty();
    }

    /** As a person writes it: 0.7, 5, 5368709120. */
    public static String text(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? Long.toString((long) value)
                : Double.isFinite(value) ? Double.toString(Math.round(value * 1e12) / 1e12) : Double.toString(value);
    }

    private static Set<String> names(String text) {
        return Set.of(text.split("\\s+"));
    }
}
