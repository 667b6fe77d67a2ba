package io.dbvitals.replication.postgres;

import io.dbvitals.replication.state.Channel;
import io.dbvitals.replication.state.ReplicationState;
import io.dbvitals.replication.state.ReplicationState.Role;
import io.dbvitals.replication.state.Slot;
import io.dbvitals.replication.state.Standby;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.Rows;
import io.dbvitals.sql.ServerFacts;
import io.dbvitals.sql.SqlServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Replication of PostgreSQL 13 to 18, from {@code pg_stat_replication}, {@code pg_stat_wal_receiver} and {@code pg_replication_slots}. */
public final class PostgresReplication {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    /** Of those that take part in replication: a base backup occupies a WAL sender and nothing else. */
    private static final String STANDBYS = """
            SELECT coalesce(nullif(r.application_name, ''), r.client_addr::pg_catalog.text, '?'), coalesce(r.state, ''),
                   coalesce(r.sync_state IN ('sync', 'quorum'), false),
                   coalesce(r.replay_lsn, r.flush_lsn) - '0/0'::pg_catalog.pg_lsn,
                   extract(epoch FROM r.replay_lag)::pg_catalog.float8,
                   CASE WHEN pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_last_wal_replay_lsn()
                        ELSE pg_catalog.pg_current_wal_lsn() END - coalesce(r.replay_lsn, r.flush_lsn)
              FROM pg_catalog.pg_stat_replication r WHERE r.state IS DISTINCT FROM 'backup' ORDER BY 1""";

    private static final String SLOTS = """
            SELECT s.slot_name::pg_catalog.text, s.slot_type = 'logical', s.active, coalesce(s.wal_status, ''),
                   CASE WHEN pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_last_wal_replay_lsn()
                        ELSE pg_catalog.pg_current_wal_lsn() END - s.restart_lsn,
                   :invalid, :inactive
              FROM pg_catalog.pg_replication_slots s WHERE NOT s.temporary ORDER BY 1""";

    /** Where it is secret only whether it is set. */
    private static final String SETTINGS = """
            SELECT s.name, CASE WHEN s.name IN ('primary_conninfo', 'restore_command')
                                THEN CASE WHEN s.setting = '' THEN '' ELSE 'set' END ELSE s.setting END
              FROM pg_catalog.pg_settings s
             WHERE s.name IN ('wal_level', 'max_wal_senders', 'max_replication_slots', 'max_slot_wal_keep_size',
                              'hot_standby_feedback', 'synchronous_standby_names', 'primary_conninfo', 'restore_command',
                              'primary_slot_name', 'recovery_min_apply_delay')""";

    private final SqlServer server;
    private final int major;

    /** Does no I/O. */
    public PostgresReplication(SqlServer server, ServerFacts facts) {
        this.server = server;
        this.major = Integer.parseInt(facts.version().split("\\D", 2)[0]);
    }

    public ReplicationState read(Deadline deadline) throws CollectException, InterruptedException {
        Recovery own = ask("role", Recovery.SQL, deadline, Recovery::of);
        if (own.seemsBehind()) {
            own = ask("role", Recovery.SQL, deadline, Recovery::of).since(own);
        }
        List<Standby> standbys = ask("standbys", STANDBYS, deadline, PostgresReplication::standbys);
        List<Slot> slots = ask("slots", slotsSql(), deadline, PostgresReplication::slots);
        Map<String, String> settings = ask("settings", SETTINGS, deadline, PostgresReplication::settings);
        List<Channel> channels = own.replica()
                ? List.of(own.channel(
                        !settings.getOrDefault("primary_slot_name", "").isEmpty()))
                : List.of();
        boolean visible = !own.hidden()
                && standbys.stream().noneMatch(each -> each.state().isEmpty());
        Role role = own.replica() ? Role.REPLICA : standbys.isEmpty() && slots.isEmpty() ? Role.ALONE : Role.PRIMARY;
        return new ReplicationState(
                Instant.now(),
                role,
                visible,
                own.position(),
                own.timeline(),
                channels,
                standbys,
                slots,
                new PostgresFindings(own, standbys, slots, settings).list(visible));
    }

    private String slotsSql() {
        return SLOTS.replace(
                        ":invalid",
                        major >= 17
                                ? "coalesce(s.invalidation_reason, '')"
                                : (major == 16 ? "CASE WHEN s.conflicting THEN 'conflict' " : "CASE ")
                                        + "WHEN s.wal_status = 'lost' THEN 'wal_removed' ELSE '' END")
                .replace(
                        ":inactive",
                        major >= 17
                                ? "extract(epoch FROM pg_catalog.clock_timestamp() - s.inactive_since)"
                                        + "::pg_catalog.float8"
                                : "NULL::pg_catalog.float8");
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
            double applied = rows.number(3);
            double seconds = rows.number(4);
            // Negative while the standby tells of more than was written a moment ago.
            double bytes = Math.max(0, rows.number(5));
            standbys.add(new Standby(
                    rows.text(0),
                    rows.text(1),
                    rows.number(2) == 1,
                    Double.isNaN(applied) ? OptionalLong.empty() : OptionalLong.of((long) applied),
                    bytes == 0 ? OptionalDouble.of(0) : Recovery.known(seconds),
                    Recovery.known(bytes)));
        }
        return standbys;
    }

    private static List<Slot> slots(Rows rows) throws CollectException {
        List<Slot> slots = new ArrayList<>();
        while (rows.next()) {
            double inactive = rows.number(6);
            slots.add(new Slot(
                    rows.text(0),
                    rows.number(1) == 1,
                    rows.number(2) == 1,
                    Recovery.known(Math.max(0, rows.number(4))),
                    rows.text(3),
                    rows.text(5),
                    Double.isNaN(inactive)
                            ? Optional.empty()
                            : Optional.of(Duration.ofMillis(Math.max(0, (long) (inactive * 1000))))));
        }
        return slots;
    }

    private static Map<String, String> settings(Rows rows) throws CollectException {
        Map<String, String> settings = new HashMap<>();
        while (rows.next()) {
            settings.put(rows.text(0), rows.text(1));
        }
        return settings;
    }
}
