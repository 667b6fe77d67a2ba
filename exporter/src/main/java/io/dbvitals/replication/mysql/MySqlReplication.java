package io.dbvitals.replication.mysql;

import io.dbvitals.replication.state.Channel;
import io.dbvitals.replication.state.ReplicationState;
import io.dbvitals.replication.state.ReplicationState.Role;
import io.dbvitals.replication.state.Standby;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.Engine;
import io.dbvitals.sql.Rows;
import io.dbvitals.sql.ServerFacts;
import io.dbvitals.sql.SqlServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Replication of MySQL 8 and 9 and MariaDB, on every channel. A source knows who follows it, from its dump threads, and not how far they
 * are.
 */
public final class MySqlReplication {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private static final String DUMPS = """
            SELECT p.host, coalesce(p.state, '') FROM information_schema.processlist p
             WHERE p.command IN ('Binlog Dump', 'Binlog Dump GTID') ORDER BY 1""";

    private static final String SETTINGS = """
            SHOW GLOBAL VARIABLES WHERE Variable_name IN ('read_only', 'log_bin', 'server_id', 'sync_binlog',
                'binlog_expire_logs_seconds', 'expire_logs_days', 'slave_parallel_threads', 'replica_parallel_workers',
                'slave_parallel_workers', 'rpl_semi_sync_master_enabled', 'rpl_semi_sync_source_enabled',
                'rpl_semi_sync_slave_enabled', 'rpl_semi_sync_replica_enabled')""";

    private static final String SEMI_SYNC = "SHOW GLOBAL STATUS LIKE 'Rpl_semi_sync_%_status'";

    private final SqlServer server;
    private final ServerFacts facts;

    /** Does no I/O. */
    public MySqlReplication(SqlServer server, ServerFacts facts) {
        this.server = server;
        this.facts = facts;
    }

    public ReplicationState read(Deadline deadline) throws CollectException, InterruptedException {
        List<ChannelRow> rows = ask("channels", show(), deadline, ChannelRow::all);
        List<Standby> standbys = ask("dump threads", DUMPS, deadline, MySqlReplication::standbys);
        Map<String, String> settings = ask("settings", SETTINGS, deadline, MySqlReplication::named);
        settings.putAll(ask("semi-synchronous status", SEMI_SYNC, deadline, MySqlReplication::named));
        List<Channel> channels = rows.stream().map(ChannelRow::channel).toList();
        Role role = channels.isEmpty() ? standbys.isEmpty() ? Role.ALONE : Role.PRIMARY : Role.REPLICA;
        return new ReplicationState(
                Instant.now(),
                role,
                true,
                0,
                0,
                channels,
                standbys,
                List.of(),
                new MySqlFindings(channels, !standbys.isEmpty(), settings).list());
    }

    private String show() {
        return facts.engine() == Engine.MARIADB
                ? "SHOW ALL SLAVES STATUS"
                : facts.version().matches("5\\..*|8\\.0\\.([01]?\\d|2[01])")
                        ? "SHOW SLAVE STATUS"
                        : "SHOW REPLICA STATUS";
    }

    private <T> T ask(String what, String sql, Deadline deadline, SqlServer.RowReader<T> reader)
            throws CollectException, InterruptedException {
        return server.read(
                new SqlServer.Statement("replication " + what, server.mainDatabase(), sql, TIMEOUT, 0),
                deadline,
                reader);
    }

    private static List<Standby> standbys(Rows rows) throws CollectException {
        List<Standby> standbys = new ArrayList<>();
        while (rows.next()) {
            standbys.add(new Standby(
                    rows.text(0),
                    rows.text(1),
                    false,
                    OptionalLong.empty(),
                    OptionalDouble.empty(),
                    OptionalDouble.empty()));
        }
        return standbys;
    }

    /** In the older words, which every version can be asked in. */
    private static Map<String, String> named(Rows rows) throws CollectException {
        Map<String, String> named = new HashMap<>();
        while (rows.next()) {
            named.put(ChannelRow.older(rows.text(0).toLowerCase(Locale.ROOT)), rows.text(1));
        }
        return named;
    }
}
