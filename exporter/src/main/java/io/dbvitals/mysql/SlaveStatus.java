package io.dbvitals.mysql;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every replication channel, from {@code SHOW ALL SLAVES STATUS} (MariaDB), {@code SHOW REPLICA STATUS} (MySQL 8.0.22 and newer) or
 * {@code SHOW SLAVE STATUS}. Where the server says replica and source, each column is also shown under its older name, which is the one
 * that dashboards and alerts ask for. A column that is NULL, as Seconds_Behind_Master when replication does not run, has no sample. Needs
 * REPLICATION CLIENT, on MariaDB SLAVE MONITOR.
 *
 * <pre>
 * mysql_slave_status_seconds_behind_master{channel_name="",connection_name="",master_host="db1",master_uuid=""} 0.0
 * </pre>
 */
final class SlaveStatus implements Collector {
    private static final String PREFIX = "mysql_slave_status_";

    private final Read read;
    private final Labels labels;
    private final Map<String, List<MetricMetadata>> known = new ConcurrentHashMap<>();

    SlaveStatus(Read read, Labels labels) {
        this.read = read;
        this.labels = labels;
    }

    @Override
    public String name() {
        return "slave_status";
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException, InterruptedException {
        String sql = read.mariaDb()
                ? "SHOW ALL SLAVES STATUS"
                : read.mySql(8, 0, 22) ? "SHOW REPLICA STATUS" : "SHOW SLAVE STATUS";
        return read.rows(name(), sql, deadline, this::families);
    }

    private List<MetricSnapshot> families(Rows rows) throws CollectException {
        Series.Values values = new Series.Values();
        while (rows.next()) {
            String[] row = new String[rows.columnCount()];
            String host = "";
            String uuid = "";
            String channel = "";
            String connection = "";
            for (int i = 0; i < row.length; i++) {
                row[i] = rows.text(i);
                switch (StatusText.lower(rows.columnName(i))) {
                    case "master_host", "source_host" -> host = row[i];
                    case "master_uuid", "source_uuid" -> uuid = row[i];
                    case "channel_name" -> channel = row[i];
                    case "connection_name" -> connection = row[i];
                    default -> {
                        continue;
                    }
                }
            }
            Labels of = labels.merge(Labels.of(
                    new String[] {"channel_name", "connection_name", "master_host", "master_uuid"},
                    new String[] {channel, connection, host, uuid}));
            for (int i = 0; i < row.length; i++) {
                add(values, rows.columnName(i), row[i], of);
            }
        }
        return values.families();
    }

    private void add(Series.Values values, String column, String text, Labels of) {
        if (column.equalsIgnoreCase("gtid_io_pos") || column.equalsIgnoreCase("gtid_slave_pos")) {
            positions(values, column, text, of);
            return;
        }
        double value = StatusText.value(text);
        if (!Double.isNaN(value)) {
            for (MetricMetadata name : known.computeIfAbsent(column, SlaveStatus::metadata)) {
                values.add(new Series(name, UNTYPED, of), value);
            }
        }
    }

    /** {@code 0-1-17,1-5-4}: for each domain the last server and its sequence number. */
    private void positions(Series.Values values, String column, String text, Labels of) {
        MetricMetadata name =
                known.computeIfAbsent(column, SlaveStatus::metadata).get(0);
        for (String position : text.split(",", -1)) {
            String[] parts = position.strip().split("-", -1);
            double sequence = parts.length == 3 ? StatusText.value(parts[2]) : Double.NaN;
            if (!Double.isNaN(sequence)) {
                Labels at = Labels.of("domain_id", parts[0], "server_id", parts[1]);
                values.add(new Series(name, GAUGE, of.merge(at)), sequence);
            }
        }
    }

    private static List<MetricMetadata> metadata(String column) {
        List<MetricMetadata> names = new ArrayList<>();
        for (String name : names(column)) {
            names.add(new MetricMetadata(PREFIX + name, "Generic metric from SHOW SLAVE STATUS."));
        }
        return names;
    }

    /** The column's own name, and the one that it had when a replica was called a slave. */
    static List<String> names(String column) {
        String own = StatusText.name(StatusText.lower(column));
        String older = Stream.of(own.split("_", -1))
                .map(word -> switch (word) {
                    case "replica" -> "slave";
                    case "source" -> "master";
                    default -> word;
                })
                .collect(Collectors.joining("_"));
        return own.equals(older) ? List.of(own) : List.of(own, older);
    }
}
