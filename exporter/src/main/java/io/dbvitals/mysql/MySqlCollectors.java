package io.dbvitals.mysql;

import io.dbvitals.config.MySqlConfig;
import io.dbvitals.mysql.values.Read;
import io.dbvitals.scrape.CachedCollector;
import io.dbvitals.scrape.Collector;
import io.dbvitals.scrape.Freshness;
import io.dbvitals.sql.ServerFacts;
import io.dbvitals.sql.SqlServer;
import io.prometheus.metrics.model.snapshots.Labels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** What is read of a MySQL or MariaDB server beside its query files, under the names of mysqld_exporter's collectors. */
public final class MySqlCollectors {
    /** Binary logs are many files of which the sizes must be asked for. */
    private static final Freshness BINLOG = new Freshness(Duration.ofMinutes(1), Duration.ZERO, false);

    private MySqlCollectors() {}

    /** Names of all of them. */
    public static Set<String> names() {
        return Set.of(
                "global_status",
                "global_variables",
                "slave_status",
                "info_schema.processlist",
                "info_schema.innodb_metrics",
                "info_schema.query_response_time",
                "binlog_size",
                "heartbeat");
    }

    /**
     * In the order in which they are to run.
     *
     * @param facts what the server said of itself when it was last asked
     * @param labels borne by every series
     */
    public static List<Collector> of(
            SqlServer server,
            Supplier<Optional<ServerFacts>> facts,
            Labels labels,
            Optional<MySqlConfig.Heartbeat> heartbeat) {
        Read read = new Read(server, facts);
        List<Collector> collectors = new ArrayList<>(List.of(
                new GlobalStatus(read, labels),
                new GlobalVariables(read, labels),
                new SlaveStatus(read, labels),
                new Processlist(read, labels),
                new InnodbMetrics(read, labels),
                new QueryResponseTime(read, labels),
                new CachedCollector(new BinlogSize(read, labels), BINLOG)));
        heartbeat.ifPresent(table -> collectors.add(new Heartbeat(read, labels, table)));
        return List.copyOf(collectors);
    }
}
