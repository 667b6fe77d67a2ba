package io.dbvitals.mysql;

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
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Sessions by command and state, by user and by host, from one look at {@code performance_schema.processlist} (MySQL 8.0.22 and newer,
 * which does not stop the server's threads) or {@code information_schema.processlist}; in Java because each sum has labels of its own.
 * The session that asks is left out. Without PROCESS only the own user's sessions are seen.
 *
 * <pre>
 * mysql_info_schema_processlist_threads{command="sleep",state=""} 5.0
 * mysql_info_schema_processlist_processes_by_user{mysql_user="app"} 5.0
 * </pre>
 */
final class Processlist implements Collector {
    private static final String PREFIX = "mysql_info_schema_processlist_";
    private static final String SUMS = """
            SELECT user, SUBSTRING_INDEX(host, ':', 1), COALESCE(command, ''), COALESCE(state, ''), COUNT(*), SUM(time)
              FROM %s.processlist
             WHERE id <> CONNECTION_ID() AND time >= 0%s
             GROUP BY 1, 2, 3, 4""";

    private static final String INFORMATION_SCHEMA = SUMS.formatted("information_schema", "");

    /** Without the performance schema its table is empty, and with it the other one is not even begun to be read. */
    private static final String EITHER = SUMS.formatted("performance_schema", "") + " UNION ALL "
            + SUMS.formatted("information_schema", " AND NOT @@global.performance_schema");

    private static final MetricMetadata THREADS =
            new MetricMetadata(PREFIX + "threads", "The number of threads split by current state.");
    private static final MetricMetadata SECONDS =
            new MetricMetadata(PREFIX + "seconds", "The number of seconds threads have used split by current state.");
    private static final MetricMetadata BY_USER =
            new MetricMetadata(PREFIX + "processes_by_user", "The number of processes by user.");
    private static final MetricMetadata BY_HOST =
            new MetricMetadata(PREFIX + "processes_by_host", "The number of processes by host.");

    private static final Pattern DROPPED = Pattern.compile("[;,:.()]");
    private static final Pattern JOINED = Pattern.compile("[ -]");

    private final Read read;
    private final Labels labels;

    Processlist(Read read, Labels labels) {
        this.read = read;
        this.labels = labels;
    }

    @Override
    public String name() {
        return "info_schema.processlist";
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException, InterruptedException {
        return read.rows(name(), read.mySql(8, 0, 22) ? EITHER : INFORMATION_SCHEMA, deadline, this::families);
    }

    private record State(String command, String state) implements Comparable<State> {
        @Override
        public int compareTo(State other) {
            int byCommand = command.compareTo(other.command);
            return byCommand != 0 ? byCommand : state.compareTo(other.state);
        }
    }

    private List<MetricSnapshot> families(Rows rows) throws CollectException {
        Map<State, Double> threads = new TreeMap<>();
        Map<State, Double> seconds = new TreeMap<>();
        Map<String, Double> byUser = new TreeMap<>();
        Map<String, Double> byHost = new TreeMap<>();
        while (rows.next()) {
            State state = new State(plain(rows.text(2)), plain(rows.text(3)));
            double count = rows.number(4);
            threads.merge(state, count, Double::sum);
            seconds.merge(state, rows.number(5), Double::sum);
            byUser.merge(rows.text(0), count, Double::sum);
            byHost.merge(rows.text(1), count, Double::sum);
        }
        Series.Values values = new Series.Values();
        threads.forEach((state, count) -> values.add(series(THREADS, state), count));
        seconds.forEach((state, sum) -> values.add(series(SECONDS, state), sum));
        byUser.forEach((user, count) -> values.add(series(BY_USER, "mysql_user", user), count));
        byHost.forEach((host, count) -> values.add(series(BY_HOST, "client_host", host), count));
        return values.families();
    }

    private Series series(MetricMetadata name, State state) {
        return new Series(name, GAUGE, labels.merge(Labels.of("command", state.command(), "state", state.state())));
    }

    private Series series(MetricMetadata name, String label, String value) {
        return new Series(name, GAUGE, labels.merge(Labels.of(label, value)));
    }

    /** {@code Waiting for table metadata lock} becomes {@code waiting_for_table_metadata_lock}. */
    static String plain(String state) {
        return JOINED.matcher(DROPPED.matcher(StatusText.lower(state)).replaceAll(""))
                .replaceAll("_");
    }
}
