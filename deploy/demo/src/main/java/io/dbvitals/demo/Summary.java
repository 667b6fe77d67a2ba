package io.dbvitals.demo;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What two scrapes show of the exporter and of the database's life between them.
 *
 * @param between from the first scrape to the second
 */
record Summary(Page first, Page second, Duration between) {
    /** Metrics of the shop's database that its workload moves, with what a person calls them. */
    private static final Map<String, String> MOVING = Map.of(
            "pg_stat_database_xact_commit", "commits",
            "pg_stat_database_xact_rollback", "rollbacks",
            "pg_stat_database_tup_inserted", "rows inserted",
            "pg_stat_database_tup_updated", "rows updated",
            "pg_stat_database_tup_fetched", "rows fetched",
            "pg_stat_database_temp_bytes", "bytes of temporary files",
            "pg_stat_database_deadlocks", "deadlocks");

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
        if (moved("pg_stat_database_xact_commit") <= 0) {
            complaints.add("the workload's commits are not on the page");
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
                .sorted(Map.Entry.comparingByValue())
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
        return page.samples(metric).entrySet().stream()
                .filter(sample -> sample.getKey().contains("datname=\"" + Shop.DATABASE + "\""))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }
}
