package io.dbvitals.mysql;

import io.dbvitals.mysql.values.Read;
import io.dbvitals.mysql.values.StatusText;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Collector;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.Rows;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How long statements took, as the plugin query_response_time of MariaDB and Percona Server counts them; absent where it is not there or
 * off, which is asked every ten minutes.
 *
 * <pre>
 * mysql_info_schema_query_response_time_seconds_bucket{le="0.1"} 41
 * </pre>
 */
final class QueryResponseTime implements Collector {
    private static final long PROBE_NANOS = Duration.ofMinutes(10).toNanos();
    private static final String SWITCH = "SHOW GLOBAL VARIABLES LIKE 'query_response_time_stats'";
    private static final String TABLES =
            "SHOW TABLES FROM information_schema WHERE Tables_in_information_schema LIKE 'QUERY\\_RESPONSE\\_TIME%'";

    /** A table of the plugin and its metric. Its name must be in capitals, or the three give the same rows. */
    private record Table(String table, MetricMetadata name) {
        private static Table of(String table, String kind, String help) {
            return new Table(table, new MetricMetadata("mysql_info_schema_" + kind + "_response_time_seconds", help));
        }
    }

    private static final List<Table> ALL = List.of(
            Table.of("QUERY_RESPONSE_TIME", "query", "The number of all queries by duration they took to execute."),
            Table.of(
                    "QUERY_RESPONSE_TIME_READ",
                    "read_query",
                    "The number of read queries by duration they took to execute."),
            Table.of(
                    "QUERY_RESPONSE_TIME_WRITE",
                    "write_query",
                    "The number of write queries by duration they took to execute."));

    private final Read read;
    private final Labels labels;
    private volatile Probe last = new Probe(List.of(), System.nanoTime() - PROBE_NANOS);

    QueryResponseTime(Read read, Labels labels) {
        this.read = read;
        this.labels = labels;
    }

    private record Probe(List<Table> tables, long atNanos) {}

    @Override
    public String name() {
        return "info_schema.query_response_time";
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException, InterruptedException {
        if (System.nanoTime() - last.atNanos() >= PROBE_NANOS) {
            last = new Probe(tables(deadline), System.nanoTime());
        }
        List<MetricSnapshot> families = new ArrayList<>();
        for (Table table : last.tables()) {
            String sql = "SELECT time, count, total FROM information_schema." + table.table();
            HistogramDataPointSnapshot point = read.rows(name(), sql, deadline, rows -> histogram(rows, labels));
            families.add(new HistogramSnapshot(table.name(), List.of(point)));
        }
        return families;
    }

    private List<Table> tables(Deadline deadline) throws CollectException, InterruptedException {
        boolean on = read.rows(name(), SWITCH, deadline, rows -> rows.next() && StatusText.value(rows.text(1)) == 1);
        return !on
                ? List.of()
                : read.rows(name(), TABLES, deadline, rows -> {
                    List<Table> found = new ArrayList<>();
                    while (rows.next()) {
                        for (Table table : ALL) {
                            if (rows.text(0).toUpperCase(Locale.ROOT).equals(table.table())) {
                                found.add(table);
                            }
                        }
                    }
                    return found;
                });
    }

    /** Each row counts what took at most its time and longer than the row before; the last one is {@code TOO LONG}. */
    static HistogramDataPointSnapshot histogram(Rows rows, Labels labels) throws CollectException {
        List<Double> bounds = new ArrayList<>();
        List<Number> counts = new ArrayList<>();
        double sum = 0;
        long tooLong = 0;
        while (rows.next()) {
            double bound = StatusText.value(rows.text(0).strip());
            long count = (long) rows.number(1);
            double total = StatusText.value(rows.text(2).strip());
            sum += Double.isNaN(total) ? 0 : total;
            if (Double.isNaN(bound)) {
                tooLong += count;
            } else {
                bounds.add(bound);
                counts.add(count);
            }
        }
        bounds.add(Double.POSITIVE_INFINITY);
        counts.add(tooLong);
        return new HistogramDataPointSnapshot(
                ClassicHistogramBuckets.of(bounds, counts), sum, labels, Exemplars.EMPTY, 0L);
    }
}
