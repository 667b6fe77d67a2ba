package io.dbvitals.mysql;

import static io.dbvitals.mysql.values.Series.Type.COUNTER;
import static io.dbvitals.mysql.values.Series.Type.GAUGE;

import io.dbvitals.mysql.values.Read;
import io.dbvitals.mysql.values.Series;
import io.dbvitals.mysql.values.StatusText;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Collector;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.Rows;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * InnoDB's own counters that are switched on, from {@code information_schema.innodb_metrics}; in Java because each row is a metric of
 * its own. Needs PROCESS.
 *
 * <pre>
 * mysql_info_schema_innodb_metrics_lock_lock_deadlocks_total 0.0
 * </pre>
 */
final class InnodbMetrics implements Collector {
    private static final String PREFIX = "mysql_info_schema_innodb_metrics_";
    private static final String SQL =
            "SELECT name, subsystem, type, comment, count FROM information_schema.innodb_metrics WHERE ";

    private static final MetricMetadata PAGE_READ =
            new MetricMetadata(PREFIX + "buffer_page_read_total", "Total number of buffer pages read total.");
    private static final MetricMetadata PAGE_WRITTEN =
            new MetricMetadata(PREFIX + "buffer_page_written_total", "Total number of buffer pages written total.");
    private static final MetricMetadata POOL_PAGES =
            new MetricMetadata(PREFIX + "buffer_pool_pages", "Total number of buffer pool pages by state.");
    private static final MetricMetadata POOL_DIRTY =
            new MetricMetadata(PREFIX + "buffer_pool_dirty_pages", "Total number of dirty pages in the buffer pool.");

    private final Read read;
    private final Labels labels;
    private final Map<String, Optional<Series>> known = new ConcurrentHashMap<>();

    InnodbMetrics(Read read, Labels labels) {
        this.read = read;
        this.labels = labels;
    }

    @Override
    public String name() {
        return "info_schema.innodb_metrics";
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException, InterruptedException {
        String on = read.mariaDb() ? "enabled = 1" : "status = 'enabled'";
        return read.rows(name(), SQL + on, deadline, this::families);
    }

    private List<MetricSnapshot> families(Rows rows) throws CollectException {
        Series.Values values = new Series.Values();
        while (rows.next()) {
            String metric = rows.text(0);
            double value = rows.number(4);
            String type = rows.text(2);
            boolean counter = (type.equals("counter") || type.equals("status_counter")) && value >= 0;
            Optional<Series> series = known.get(counter ? metric : metric + " ");
            if (series == null) {
                series = series(metric, rows.text(1), counter, rows.text(3));
                known.put(counter ? metric : metric + " ", series);
            }
            if (series.isPresent()) {
                values.add(series.get(), value);
            }
        }
        return values.families();
    }

    private Optional<Series> series(String metric, String subsystem, boolean counter, String comment) {
        if (subsystem.equals("buffer_page_io")) {
            return after(metric, "buffer_page_read_")
                    .map(type -> new Series(PAGE_READ, COUNTER, labels.merge(Labels.of("type", type))))
                    .or(() -> after(metric, "buffer_page_written_")
                            .map(type -> new Series(PAGE_WRITTEN, COUNTER, labels.merge(Labels.of("type", type)))));
        }
        Optional<String> pages = subsystem.equals("buffer") ? after(metric, "buffer_pool_pages_") : Optional.empty();
        if (pages.isPresent()) {
            return switch (pages.get()) {
                // The sum of the others.
                case "total" -> Optional.empty();
                case "dirty" -> Optional.of(new Series(POOL_DIRTY, GAUGE, labels));
                default -> Optional.of(new Series(POOL_PAGES, GAUGE, labels.merge(Labels.of("state", pages.get()))));
            };
        }
        String name = PREFIX + StatusText.name(subsystem) + "_" + StatusText.name(metric);
        return Optional.of(new Series(
                new MetricMetadata(counter ? name + "_total" : name, comment), counter ? COUNTER : GAUGE, labels));
    }

    private static Optional<String> after(String text, String beginning) {
        return text.startsWith(beginning) ? Optional.of(text.substring(beginning.length())) : Optional.empty();
    }
}
