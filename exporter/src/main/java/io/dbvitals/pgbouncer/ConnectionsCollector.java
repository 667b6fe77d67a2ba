package io.dbvitals.pgbouncer;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Collector;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Reason;
import io.dbvitals.sql.Rows;
import io.dbvitals.sql.SqlServer;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code SHOW CLIENTS} or {@code SHOW SERVERS} in sum: how many connections of each database, user and state there are, and how long
 * the longest wait of them has lasted. Never a series per connection. PgBouncer is one thread, which serves nobody while it writes an
 * answer, and these have a row per connection: with more than {@value #MOST} of them nothing is read, and {@code pgbouncer_pools_*} has
 * the counts.
 *
 * <pre>
 * # TYPE pgbouncer_clients gauge
 * pgbouncer_clients{database="shop",state="waiting",user="web"} 3.0
 * # TYPE pgbouncer_clients_longest_wait_seconds gauge
 * pgbouncer_clients_longest_wait_seconds{database="shop",state="waiting",user="web"} 1.25
 * </pre>
 */
final class ConnectionsCollector implements Collector {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final int MOST = 5000;

    private final SqlServer server;
    private final Labels labels;
    private final String name;
    private final String command;
    private final String used;
    private final MetricMetadata count;
    private final MetricMetadata second;
    private final Second meaning;

    /** What is known of a connection besides its state. */
    private enum Second {
        LONGEST_WAIT,
        TO_CLOSE
    }

    private ConnectionsCollector(
            SqlServer server, Labels labels, String what, MetricMetadata count, MetricMetadata second, Second meaning) {
        this.server = server;
        this.labels = labels;
        this.name = "pgbouncer_" + what;
        this.command = "SHOW " + what.toUpperCase(Locale.ROOT);
        this.used = "used_" + what;
        this.count = count;
        this.second = second;
        this.meaning = meaning;
    }

    static ConnectionsCollector clients(SqlServer server, Labels labels) {
        return new ConnectionsCollector(
                server,
                labels,
                "clients",
                new MetricMetadata("pgbouncer_clients", "Client connections by state"),
                new MetricMetadata(
                        "pgbouncer_clients_longest_wait_seconds",
                        "How long the client has waited that has waited longest for a server connection"),
                Second.LONGEST_WAIT);
    }

    static ConnectionsCollector servers(SqlServer server, Labels labels) {
        return new ConnectionsCollector(
                server,
                labels,
                "servers",
                new MetricMetadata("pgbouncer_servers", "Server connections by state"),
                new MetricMetadata(
                        "pgbouncer_servers_close_needed",
                        "Server connections that end as soon as they can, after a change of the configuration or of DNS"),
                Second.TO_CLOSE);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException, InterruptedException {
        return ask("SHOW LISTS", deadline, this::used) > MOST ? List.of() : ask(command, deadline, this::families);
    }

    private <T> T ask(String what, Deadline deadline, SqlServer.RowReader<T> reader)
            throws CollectException, InterruptedException {
        return server.read(new SqlServer.Statement(name, server.mainDatabase(), what, TIMEOUT, 0), deadline, reader);
    }

    /** How many connections there are, by {@code SHOW LISTS}. */
    private double used(Rows rows) throws CollectException {
        while (rows.next()) {
            if (rows.text(0).equals(used)) {
                return rows.number(1);
            }
        }
        throw new CollectException(Reason.BAD_DATA, "SHOW LISTS has no " + used);
    }

    private record Group(String database, String user, String state) {}

    private static final class Sums {
        private int count;
        private double second;
    }

    private List<MetricSnapshot> families(Rows rows) throws CollectException {
        int database = column(rows, "database");
        int user = column(rows, "user");
        int state = column(rows, "state");
        int wait = column(rows, "wait");
        int micros = column(rows, "wait_us");
        // Since 1.9.
        int toClose = meaning == Second.TO_CLOSE ? index(rows, "close_needed") : -1;
        Map<Group, Sums> groups = new LinkedHashMap<>();
        while (rows.next()) {
            Group group = new Group(rows.text(database), rows.text(user), rows.text(state));
            Sums sums = groups.computeIfAbsent(group, key -> new Sums());
            sums.count++;
            if (meaning == Second.LONGEST_WAIT && group.state().equals("waiting")) {
                sums.second = Math.max(sums.second, rows.number(wait) + rows.number(micros) / 1e6);
            } else if (toClose >= 0) {
                sums.second += rows.number(toClose);
            }
        }
        List<GaugeDataPointSnapshot> counts = new ArrayList<>(groups.size());
        List<GaugeDataPointSnapshot> seconds = new ArrayList<>();
        groups.forEach((group, sums) -> {
            Labels own =
                    labels.merge(Labels.of("database", group.database(), "state", group.state(), "user", group.user()));
            counts.add(new GaugeDataPointSnapshot(sums.count, own, null));
            if (toClose >= 0 || group.state().equals("waiting")) {
                seconds.add(new GaugeDataPointSnapshot(sums.second, own, null));
            }
        });
        List<MetricSnapshot> families = new ArrayList<>();
        if (!counts.isEmpty()) {
            families.add(new GaugeSnapshot(count, counts));
        }
        if (!seconds.isEmpty()) {
            families.add(new GaugeSnapshot(second, seconds));
        }
        return families;
    }

    private int column(Rows rows, String column) throws CollectException {
        int index = index(rows, column);
        if (index < 0) {
            throw new CollectException(Reason.UNSUPPORTED, command + " has no column " + column);
        }
        return index;
    }

    private static int index(Rows rows, String column) {
        for (int i = 0; i < rows.columnCount(); i++) {
            if (rows.columnName(i).equals(column)) {
                return i;
            }
        }
        return -1;
    }
}
