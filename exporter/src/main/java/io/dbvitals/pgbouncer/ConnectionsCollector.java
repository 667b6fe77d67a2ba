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
 * {@code SHOW CLIENTS} or {@code SHOW SERVERS} in sum: how many connections of each database, user, state and, for clients, application
 * there are, and how long the longest wait of them has lasted. Never a series per connection, and as many applications as clients care
 * to name end in one group, named {@value #OTHERS}. PgBouncer is one thread, which serves nobody while it writes an
 * answer, and these have a row per connection: with more than {@value #MOST} of them nothing is read, and {@code pgbouncer_pools_*} has
 * the counts.
 *
 * <pre>
 * # TYPE pgbouncer_client_connections gauge
 * pgbouncer_client_connections{application_name="web",database="shop",state="waiting",user="app"} 3.0
 * # TYPE pgbouncer_client_connections_longest_wait_seconds gauge
 * pgbouncer_client_connections_longest_wait_seconds{application_name="web",database="shop",state="waiting",user="app"} 1.25
 * </pre>
 */
final class ConnectionsCollector implements Collector {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    private static final int MOST = 5000;
    private static final int MOST_GROUPS = 1000;
    private static final String OTHERS = "(others)";

    private final SqlServer server;
    private final PivotCollector lists;
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
            SqlServer server,
            PivotCollector lists,
            Labels labels,
            String what,
            MetricMetadata count,
            MetricMetadata second,
            Second meaning) {
        this.server = server;
        this.lists = lists;
        this.labels = labels;
        this.name = "pgbouncer_" + what;
        this.command = "SHOW " + what.toUpperCase(Locale.ROOT);
        this.used = "used_" + what;
        this.count = count;
        this.second = second;
        this.meaning = meaning;
    }

    /** {@code lists} says how many there are. */
    static ConnectionsCollector clients(SqlServer server, PivotCollector lists, Labels labels) {
        return new ConnectionsCollector(
                server,
                lists,
                labels,
                "clients",
                new MetricMetadata("pgbouncer_client_connections", "Client connections by state and application"),
                new MetricMetadata(
                        "pgbouncer_client_connections_longest_wait_seconds",
                        "How long the client has waited that has waited longest for a server connection"),
                Second.LONGEST_WAIT);
    }

    /** {@code lists} says how many there are. */
    static ConnectionsCollector servers(SqlServer server, PivotCollector lists, Labels labels) {
        return new ConnectionsCollector(
                server,
                lists,
                labels,
                "servers",
                new MetricMetadata("pgbouncer_server_connections", "Server connections by state"),
                new MetricMetadata(
                        "pgbouncer_server_connections_close_needed",
                        "Server connections that end as soon as they can, after a change of the configuration or of DNS"),
                Second.TO_CLOSE);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException, InterruptedException {
        if (lists.last(used) > MOST) {
            return List.of();
        }
        return server.read(
                new SqlServer.Statement(name, server.mainDatabase(), command, TIMEOUT, 0), deadline, this::families);
    }

    private record Group(String database, String user, String state, String application) {
        Group withOthers() {
            return new Group(database, user, state, OTHERS);
        }
    }

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
        // Since 1.18; that of a server is its client's.
        int application = meaning == Second.LONGEST_WAIT ? index(rows, "application_name") : -1;
        Map<Group, Sums> groups = new LinkedHashMap<>();
        while (rows.next()) {
            Group group = new Group(
                    rows.text(database),
                    rows.text(user),
                    rows.text(state),
                    application < 0 ? "" : rows.text(application));
            if (groups.size() >= MOST_GROUPS && !groups.containsKey(group)) {
                group = group.withOthers();
            }
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
            Labels own = labels.merge(labels(group));
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

    private Labels labels(Group group) {
        return meaning == Second.TO_CLOSE
                ? Labels.of("database", group.database(), "state", group.state(), "user", group.user())
                : Labels.of(
                        "application_name",
                        group.application(),
                        "database",
                        group.database(),
                        "state",
                        group.state(),
                        "user",
                        group.user());
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
