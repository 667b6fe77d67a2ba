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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the console answers with a name and a value a row: each known name is a metric of its own, others are passed over.
 *
 * <pre>
 * # HELP pgbouncer_used_clients Count of used clients
 * # TYPE pgbouncer_used_clients gauge
 * pgbouncer_used_clients 12.0
 * </pre>
 */
final class PivotCollector implements Collector {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final SqlServer server;
    private final Labels labels;
    private final String name;
    private final String command;
    private final Map<String, MetricMetadata> known;
    private final Map<String, Double> last = new ConcurrentHashMap<>();

    private PivotCollector(
            SqlServer server, Labels labels, String name, String command, Map<String, MetricMetadata> known) {
        this.server = server;
        this.labels = labels;
        this.name = name;
        this.command = command;
        this.known = known;
    }

    /** {@code SHOW LISTS}: how many of each there are. */
    static PivotCollector lists(SqlServer server, Labels labels) {
        return new PivotCollector(server, labels, "pgbouncer_lists", "SHOW LISTS", table("pgbouncer_", """
                databases     databases              Count of databases
                users         users                  Count of users
                pools         pools                  Count of pools
                free_clients  free_clients           Count of free clients
                used_clients  used_clients           Count of used clients
                login_clients login_clients          Count of clients in login state
                free_servers  free_servers           Count of free servers
                used_servers  used_servers           Count of used servers
                dns_names     cached_dns_names       Count of DNS names in the cache
                dns_zones     cached_dns_zones       Count of DNS zones in the cache
                dns_queries   in_flight_dns_queries  Count of in-flight DNS queries
                peers         peers                  Count of peers
                peer_pools    peer_pools             Count of pools of peers"""));
    }

    /** {@code SHOW CONFIG}: the limits and timeouts that alerts compare with; all numbers, times in seconds. */
    static PivotCollector config(SqlServer server, Labels labels) {
        return new PivotCollector(server, labels, "pgbouncer_config", "SHOW CONFIG", table("pgbouncer_config_", """
                max_client_conn             max_client_connections              Config maximum number of client connections
                max_user_connections        max_user_connections                Config maximum number of server connections per user
                max_db_connections          max_db_connections                  Config maximum number of server connections per database
                max_user_client_connections max_user_client_connections         Config maximum number of client connections per user
                max_db_client_connections   max_db_client_connections           Config maximum number of client connections per database
                default_pool_size           default_pool_size                   Config server connections per user and database
                min_pool_size               min_pool_size                       Config server connections that are kept even when idle
                reserve_pool_size           reserve_pool_size                   Config additional server connections of a pool
                max_prepared_statements     max_prepared_statements             Config prepared statements that are kept per server connection
                reserve_pool_timeout        reserve_pool_timeout_seconds        Config wait of a client until the reserve is used
                query_wait_timeout          query_wait_timeout_seconds          Config longest wait of a query for a server connection
                query_timeout               query_timeout_seconds               Config longest run of a query
                transaction_timeout         transaction_timeout_seconds         Config longest run of a transaction
                idle_transaction_timeout    idle_transaction_timeout_seconds    Config longest idleness in a transaction
                client_idle_timeout         client_idle_timeout_seconds         Config longest idleness of a client
                server_idle_timeout         server_idle_timeout_seconds         Config longest idleness of a server connection
                server_lifetime             server_lifetime_seconds             Config age at which a server connection is closed
                server_connect_timeout      server_connect_timeout_seconds      Config longest time for connecting to a server"""));
    }

    private static Map<String, MetricMetadata> table(String prefix, String lines) {
        Map<String, MetricMetadata> table = new LinkedHashMap<>();
        lines.lines()
                .map(line -> line.split(" +", 3))
                .forEach(words -> table.put(words[0], new MetricMetadata(prefix + words[1], words[2])));
        return table;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException, InterruptedException {
        return server.read(
                new SqlServer.Statement(name, server.mainDatabase(), command, TIMEOUT, 0), deadline, this::families);
    }

    /** The value that a row last had; NaN before the first reading. */
    double last(String row) {
        return last.getOrDefault(row, Double.NaN);
    }

    private List<MetricSnapshot> families(Rows rows) throws CollectException {
        if (rows.columnCount() < 2) {
            throw new CollectException(Reason.BAD_DATA, command + " has fewer than two columns");
        }
        List<MetricSnapshot> families = new ArrayList<>();
        while (rows.next()) {
            String row = rows.text(0);
            MetricMetadata metric = known.get(row);
            if (metric != null) {
                double value = rows.number(1);
                last.put(row, value);
                families.add(new GaugeSnapshot(metric, List.of(new GaugeDataPointSnapshot(value, labels, null))));
            }
        }
        return families;
    }
}
