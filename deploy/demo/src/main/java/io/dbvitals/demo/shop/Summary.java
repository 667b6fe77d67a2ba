package io.dbvitals.demo.shop;

import io.dbvitals.demo.Page;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What two scrapes show of the exporter and of the servers' life between them.
 *
 * @param between from the first scrape to the second
 */
record Summary(Page first, Page second, Duration between) {
    private static final String COMMITS = "pg_stat_database_xact_commit";
    private static final String HITS = "redis_keyspace_hits_total";

    /** Metrics that the workload moves, with what a person calls them; of PostgreSQL those of the shop's database. */
    private static final Map<String, String> MOVING = Map.ofEntries(
            Map.entry(COMMITS, "commits"),
            Map.entry("pg_stat_database_xact_rollback", "rollbacks"),
            Map.entry("pg_stat_database_tup_inserted", "rows inserted"),
            Map.entry("pg_stat_database_tup_updated", "rows updated"),
            Map.entry("pg_stat_database_tup_fetched", "rows fetched"),
            Map.entry("pg_stat_database_temp_bytes", "bytes of temporary files"),
            Map.entry("pg_stat_database_deadlocks", "deadlocks"),
            Map.entry("redis_commands_processed_total", "commands of Redis"),
            Map.entry(HITS, "keys found in Redis"),
            Map.entry("redis_keyspace_misses_total", "keys missed in Redis"),
            Map.entry("redis_expired_keys_total", "keys expired in Redis"));

    /** Why this is not the page of a healthy exporter; empty when it is. */
    List<String> complaints() {
        List<String> complaints = new ArrayList<>();
        second.samples("dbvitals_target_up").forEach((series, value) -> {
            if (value != 1) {
                complaints.add(series + " is " + value);
            }
        });
        List<String> failed = collectors(0);
        if (!failed.isEmpty()) {
            complaints.add("collectors failed: " + String.join(", ", failed));
        }
        if (collectors(1).isEmpty()) {
            complaints.add("no collector succeeded");
        }
        for (String up : List.of("pg_up", "redis_up")) {
            Collection<Double> values = second.samples(up).values();
            if (values.isEmpty() || values.stream().anyMatch(value -> value != 1)) {
                complaints.add(values.isEmpty() ? up + " is not on the page" : up + " is not 1");
            }
        }
        if (second.samples("node_cpu_seconds_total").isEmpty()) {
            complaints.add("node_cpu_seconds_total is not on the page");
        }
        if (moved(COMMITS) <= 0) {
            complaints.add("the workload's commits are not on the page");
        }
        if (moved(HITS) <= 0) {
            complaints.add("the workload's reads from Redis are not on the page");
        }
        return complaints;
    }

    void print(PrintStream out) {
        out.printf(
                Locale.ROOT,
                "  page        %d families, %d series, %,d bytes, %,d gzipped%n",
                second.families(),
                second.series(),
                second.bytes(),
                second.sentBytes());
        out.printf(
                Locale.ROOT,
                "  duration    %d ms, the first scrape %d ms%n",
                second.took().toMillis(),
                first.took().toMillis());
        out.printf(
                "  collectors  %d ok, %d failed%n",
                collectors(1).size(), collectors(0).size());
        out.printf(Locale.ROOT, "  in %.1f s between the scrapes:%n", between.toMillis() / 1000.0);
        MOVING.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(metric -> out.printf(
                        Locale.ROOT,
                        "  %,12.0f  %-25s %s%n",
                        moved(metric.getKey()),
                        metric.getValue(),
                        metric.getKey()));
    }

    private List<String> collectors(int outcome) {
        return second.samples("dbvitals_collector_success").entrySet().stream()
                .filter(sample -> sample.getValue() == outcome)
                .map(Map.Entry::getKey)
                .toList();
    }

    private double moved(String metric) {
        return sum(second, metric) - sum(first, metric);
    }

    private static double sum(Page page, String metric) {
        String ofShop = "datname=\"" + Shop.DATABASE + "\"";
        return page.samples(metric).entrySet().stream()
                .filter(sample -> !metric.startsWith("pg_") || sample.getKey().contains(ofShop))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }
}
