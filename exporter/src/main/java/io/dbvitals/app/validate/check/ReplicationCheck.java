package io.dbvitals.app.validate.check;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.Rows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Whether the replicas of a PostgreSQL server have caught up: each must replay, within the lag that is allowed, what is written now. The
 * lag that the server itself tells stands still when replay does.
 */
public final class ReplicationCheck {
    static final String NAME = "replication";

    private static final Duration STEP = Duration.ofMillis(200);
    private static final String NOW = "SELECT pg_catalog.pg_current_wal_lsn()::pg_catalog.text";

    private static final String REPLICAS = """
            SELECT coalesce(nullif(r.application_name, ''), r.client_addr::pg_catalog.text, '?'), coalesce(r.state, ''),
                   coalesce(r.replay_lsn >= ':lsn'::pg_catalog.pg_lsn, false)
              FROM pg_catalog.pg_stat_replication r WHERE r.state IS DISTINCT FROM 'backup'""";

    private static final String REPLICA = """
            SELECT coalesce((SELECT w.status FROM pg_catalog.pg_stat_wal_receiver w), ''),
                   EXISTS (SELECT 1 FROM pg_catalog.pg_stat_wal_receiver w),
                   CASE WHEN pg_catalog.pg_last_wal_receive_lsn() = pg_catalog.pg_last_wal_replay_lsn() THEN 0
                        ELSE extract(epoch FROM pg_catalog.clock_timestamp()
                                     - pg_catalog.pg_last_xact_replay_timestamp())::pg_catalog.float8 END""";

    private static final Check DENIED = new Check(
            NAME,
            Result.UNKNOWN,
            "the server does not show us its replication",
            "GRANT pg_monitor TO the monitoring user");

    private ReplicationCheck() {}

    private record Replica(String name, String state, boolean caughtUp) {}

    public static Check of(Asked asked, Duration maxLag, Pause pause) throws InterruptedException {
        try {
            if (!asked.postgres()) {
                return MySqlReplication.of(asked, maxLag);
            }
            return asked.facts().replica() ? replica(asked, maxLag) : primary(asked, maxLag, pause);
        } catch (CollectException e) {
            return Check.unknown(NAME, e);
        }
    }

    private static Check primary(Asked asked, Duration maxLag, Pause pause)
            throws CollectException, InterruptedException {
        String now = asked.read(NAME, NOW, rows -> rows.next() ? rows.text(0) : "0/0");
        Deadline until = asked.deadline().atMost(maxLag);
        List<Replica> replicas;
        List<Replica> behind;
        do {
            replicas = asked.read(NAME, REPLICAS.replace(":lsn", now), ReplicationCheck::replicas);
            behind = replicas.stream().filter(each -> !each.caughtUp()).toList();
            if (replicas.stream().anyMatch(each -> each.state().isEmpty())) {
                return DENIED;
            }
        } while (!behind.isEmpty() && pause.before(until, STEP));
        if (replicas.isEmpty()) {
            return new Check(NAME, Result.FAILED, "no replica follows this server", "start the replicas");
        }
        String names = replicas.stream().map(Replica::name).collect(Collectors.joining(", "));
        return behind.isEmpty()
                ? Check.passed(NAME, replicas.size() + " caught up: " + names)
                : new Check(
                        NAME,
                        Result.FAILED,
                        behind.stream()
                                        .map(each -> each.name() + " (" + each.state() + ")")
                                        .collect(Collectors.joining(", "))
                                + " did not replay within " + MySqlReplication.seconds(maxLag)
                                + " what was written then",
                        "see pg_stat_replication and the replica's log: replay may be paused, blocked or too slow");
    }

    private static List<Replica> replicas(Rows rows) throws CollectException {
        List<Replica> replicas = new ArrayList<>();
        while (rows.next()) {
            replicas.add(new Replica(rows.text(0), rows.text(1), rows.number(2) == 1));
        }
        return replicas;
    }

    private static Check replica(Asked asked, Duration maxLag) throws CollectException, InterruptedException {
        return asked.read(NAME, REPLICA, rows -> {
            rows.next();
            String status = rows.text(0);
            boolean there = rows.number(1) == 1;
            double lag = rows.number(2);
            if (there && status.isEmpty()) {
                return DENIED;
            }
            if (!status.equals("streaming")) {
                return new Check(
                        NAME,
                        Result.FAILED,
                        "this replica does not stream" + (there ? ": " + status : ""),
                        "see its log, primary_conninfo and the slot on the primary");
            }
            return MySqlReplication.judge("this replica streams", lag, maxLag);
        });
    }
}
