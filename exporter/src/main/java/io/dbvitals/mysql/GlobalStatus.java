package io.dbvitals.mysql;

import static io.dbvitals.mysql.values.Series.Type.COUNTER;
import static io.dbvitals.mysql.values.Series.Type.GAUGE;
import static io.dbvitals.mysql.values.Series.Type.UNTYPED;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * All that {@code SHOW GLOBAL STATUS} gives; in Java because each row is a metric of its own, and some groups of rows are one.
 *
 * <pre>
 * # TYPE mysql_global_status_threads_connected unknown
 * mysql_global_status_threads_connected 3.0
 * # TYPE mysql_global_status_commands counter
 * mysql_global_status_commands_total{command="select"} 27.0
 * </pre>
 */
final class GlobalStatus implements Collector {
    private static final String PREFIX = "mysql_global_status_";
    private static final String PAGES = "innodb_buffer_pool_pages_";
    private static final String GALERA_LATENCY = "wsrep_evs_repl_latency";
    private static final List<String> GALERA_LATENCIES =
            List.of("min_seconds", "avg_seconds", "max_seconds", "stdev", "sample_size");

    /** Rows that become one family with a label: what their names begin with. */
    private record Group(String begins, MetricMetadata name, String label) {
        private static Group of(String begins, String name, String label, String help) {
            return new Group(begins, new MetricMetadata(PREFIX + name, help), label);
        }
    }

    private static final List<Group> GROUPS = List.of(
            Group.of("com_", "commands_total", "command", "Total number of executed MySQL commands."),
            Group.of("handler_", "handlers_total", "handler", "Total number of executed MySQL handlers."),
            Group.of(
                    "connection_errors_",
                    "connection_errors_total",
                    "error",
                    "Total number of MySQL connection errors."),
            Group.of(
                    "innodb_rows_",
                    "innodb_row_ops_total",
                    "operation",
                    "Total number of MySQL InnoDB row operations."),
            Group.of(
                    "performance_schema_",
                    "performance_schema_lost_total",
                    "instrumentation",
                    "Total number of MySQL instrumentations that could not be loaded or created due to memory constraints."));

    private static final MetricMetadata POOL_PAGES =
            new MetricMetadata(PREFIX + "buffer_pool_pages", "Innodb buffer pool pages by state.");
    private static final MetricMetadata POOL_DIRTY =
            new MetricMetadata(PREFIX + "buffer_pool_dirty_pages", "Innodb buffer pool dirty pages.");
    private static final MetricMetadata POOL_CHANGES =
            new MetricMetadata(PREFIX + "buffer_pool_page_changes_total", "Innodb buffer pool page state changes.");
    private static final MetricMetadata GALERA_INFO =
            new MetricMetadata("mysql_galera_status_info", "PXC/Galera status information.");

    private final Read read;
    private final Labels labels;
    private final Map<String, Optional<Series>> known = new ConcurrentHashMap<>();

    GlobalStatus(Read read, Labels labels) {
        this.read = read;
        this.labels = labels;
    }

    @Override
    public String name() {
        return "global_status";
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException, InterruptedException {
        return read.rows(name(), "SHOW GLOBAL STATUS", deadline, this::families);
    }

    private List<MetricSnapshot> families(Rows rows) throws CollectException {
        Series.Values values = new Series.Values();
        Map<String, String> galera = new HashMap<>();
        while (rows.next()) {
            String variable = rows.text(0);
            String text = rows.text(1);
            double value = StatusText.value(text);
            if (Double.isNaN(value)) {
                if (!text.isEmpty() && variable.startsWith("wsrep_")) {
                    galera.put(variable, text);
                }
                continue;
            }
            Optional<Series> series = known.computeIfAbsent(variable, this::series);
            if (series.isPresent()) {
                values.add(series.get(), value);
            }
        }
        galera(galera, values);
        return values.families();
    }

    private Optional<Series> series(String variable) {
        String lower = StatusText.lower(variable);
        for (Group group : GROUPS) {
            if (lower.startsWith(group.begins())) {
                String rest = lower.substring(group.begins().length());
                return Optional.of(new Series(group.name(), COUNTER, labels.merge(Labels.of(group.label(), rest))));
            }
        }
        if (lower.startsWith(PAGES)) {
            return poolPages(lower.substring(PAGES.length()));
        }
        MetricMetadata name =
                new MetricMetadata(PREFIX + StatusText.name(lower), "Generic metric from SHOW GLOBAL STATUS.");
        return Optional.of(new Series(name, UNTYPED, labels));
    }

    private Optional<Series> poolPages(String what) {
        return switch (what) {
            case "data", "free", "misc", "old" ->
                Optional.of(new Series(POOL_PAGES, GAUGE, labels.merge(Labels.of("state", what))));
            case "dirty" -> Optional.of(new Series(POOL_DIRTY, GAUGE, labels));
            // The sum of the others.
            case "total" -> Optional.empty();
            default -> Optional.of(new Series(POOL_CHANGES, COUNTER, labels.merge(Labels.of("operation", what))));
        };
    }

    private void galera(Map<String, String> texts, Series.Values values) {
        String uuid = texts.getOrDefault("wsrep_local_state_uuid", "");
        if (!uuid.isEmpty()) {
            Labels info = Labels.of(
                    "wsrep_local_state_uuid",
                    uuid,
                    "wsrep_cluster_state_uuid",
                    texts.getOrDefault("wsrep_cluster_state_uuid", ""),
                    "wsrep_provider_version",
                    texts.getOrDefault("wsrep_provider_version", ""));
            values.add(new Series(GALERA_INFO, GAUGE, labels.merge(info)), 1);
        }
        String[] latencies = texts.getOrDefault(GALERA_LATENCY, "").split("/", -1);
        for (int i = 0; i < latencies.length && latencies.length == GALERA_LATENCIES.size(); i++) {
            MetricMetadata name = new MetricMetadata(
                    "mysql_galera_evs_repl_latency_" + GALERA_LATENCIES.get(i),
                    "PXC/Galera group communication latency.");
            values.add(new Series(name, GAUGE, labels), StatusText.value(latencies[i].strip()));
        }
    }
}
