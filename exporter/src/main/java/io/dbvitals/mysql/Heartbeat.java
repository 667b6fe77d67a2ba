package io.dbvitals.mysql;

import static io.dbvitals.mysql.values.Series.Type.GAUGE;

import io.dbvitals.config.MySqlConfig;
import io.dbvitals.mysql.values.Read;
import io.dbvitals.mysql.values.Series;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Collector;
import io.dbvitals.scrape.Deadline;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;

/**
 * When each server last wrote into the table of pt-heartbeat, and the time now: the difference is the true lag. The name of the table is
 * the configuration's.
 *
 * <pre>
 * mysql_heartbeat_stored_timestamp_seconds{server_id="1"} 1.7952312E9
 * mysql_heartbeat_now_timestamp_seconds{server_id="1"} 1.7952313E9
 * </pre>
 */
final class Heartbeat implements Collector {
    private static final MetricMetadata NOW =
            new MetricMetadata("mysql_heartbeat_now_timestamp_seconds", "Timestamp of the current server.");
    private static final MetricMetadata STORED =
            new MetricMetadata("mysql_heartbeat_stored_timestamp_seconds", "Timestamp stored in the heartbeat table.");

    private final Read read;
    private final Labels labels;
    private final String sql;

    Heartbeat(Read read, Labels labels, MySqlConfig.Heartbeat table) {
        this.read = read;
        this.labels = labels;
        // What pt-heartbeat --utc wrote is a time of UTC without saying so.
        String stored = table.utc() ? "CONVERT_TZ(ts, '+00:00', @@session.time_zone)" : "ts";
        this.sql = "SELECT UNIX_TIMESTAMP(" + stored + "), UNIX_TIMESTAMP(NOW(6)), server_id FROM "
                + quoted(table.database()) + "." + quoted(table.table());
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    @Override
    public String name() {
        return "heartbeat";
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException, InterruptedException {
        return read.rows(name(), sql, deadline, rows -> {
            Series.Values values = new Series.Values();
            while (rows.next()) {
                double stored = rows.number(0);
                double now = rows.number(1);
                Labels of = labels.merge(Labels.of("server_id", rows.text(2)));
                if (!Double.isNaN(stored)) {
                    values.add(new Series(STORED, GAUGE, of), stored);
                    values.add(new Series(NOW, GAUGE, of), now);
                }
            }
            return values.families();
        });
    }
}
