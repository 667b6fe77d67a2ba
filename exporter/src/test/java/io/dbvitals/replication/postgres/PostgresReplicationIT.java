package io.dbvitals.replication.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbvitals.replication.ReplicationReader;
import io.dbvitals.replication.state.Channel;
import io.dbvitals.replication.state.Finding;
import io.dbvitals.replication.state.ReplicationState;
import io.dbvitals.replication.state.ReplicationState.Role;
import io.dbvitals.replication.state.Slot;
import io.dbvitals.replication.state.Trend;
import io.dbvitals.replication.state.Trend.Direction;
import io.dbvitals.replication.state.Work;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.SqlServer;
import io.dbvitals.sql.postgres.PostgresServer;
import io.dbvitals.testing.TestServer;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A primary and its standby: healthy, paused, with slots that nobody reads, without the other. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PostgresReplicationIT {
    private static TestServer primary;
    private static TestServer standby;
    private static SqlServer ofPrimary;
    private static SqlServer ofStandby;

    @BeforeAll
    static void start() {
        primary = TestServer.start(17);
        standby = primary.standby("mirror");
        ofPrimary = new PostgresServer(primary.config());
        ofStandby = new PostgresServer(standby.config());
    }

    @AfterAll
    static void stop() {
        ofPrimary.close();
        ofStandby.close();
        standby.close();
        primary.close();
    }

    @Test
    @Order(1)
    void healthyPair_hasNothingWrong() throws Exception {
        // A standby that has replayed no commit since its start does not know its lag in seconds.
        write();
        ReplicationState source = until(ofPrimary, state -> state.lagBytes().orElse(-1) == 0);
        assertThat(source.role()).isEqualTo(Role.PRIMARY);
        assertThat(source.findings()).isEmpty();
        assertThat(source.timeline()).isEqualTo(1);
        assertThat(source.lagSeconds()).hasValue(0);
        assertThat(source.missing(1)).isZero();
        assertThat(source.missing(3)).isEqualTo(2);
        assertThat(source.standbys()).singleElement().satisfies(each -> {
            assertThat(each.name()).isEqualTo("mirror");
            assertThat(each.state()).isEqualTo("streaming");
            assertThat(each.synchronous()).isFalse();
        });
        assertThat(source.slots()).singleElement().satisfies(each -> {
            assertThat(each.active()).isTrue();
            assertThat(each.walStatus()).isEqualTo("reserved");
        });

        ReplicationState replica = until(ofStandby, state -> state.lagSeconds().orElse(-1) == 0);
        assertThat(replica.role()).isEqualTo(Role.REPLICA);
        assertThat(replica.findings()).isEmpty();
        assertThat(replica.timeline()).isEqualTo(1);
        assertThat(replica.brokenThreads()).isZero();
        assertThat(replica.channels()).singleElement().satisfies(channel -> {
            assertThat(channel.receiver()).isEqualTo(Work.RUNS);
            assertThat(channel.applier()).isEqualTo(Work.RUNS);
            assertThat(channel.source()).isEqualTo("127.0.0.1:" + primary.port());
            assertThat(channel.tracked()).isTrue();
        });
    }

    @Test
    @Order(2)
    void pausedReplay_growsTheLag_untilItResumes() throws Exception {
        standby.execute("SELECT pg_wal_replay_pause()");
        try {
            ReplicationState before =
                    until(ofStandby, state -> state.channels().get(0).applier() == Work.PAUSED);
            ReplicationState source = read(ofPrimary);
            assertThat(ids(before)).containsExactly("replay_paused");
            assertThat(Trend.between(before, read(ofStandby)).direction()).isEqualTo(Direction.STEADY);
            write();
            ReplicationState after = until(
                    ofStandby,
                    state -> state.lagBytes().orElse(0) > 3 << 20
                            && state.lagSeconds().orElse(0) > 0);
            Trend trend = Trend.between(before, after);
            assertThat(trend.direction()).isEqualTo(Direction.GROWING);
            assertThat(trend.perSecond()).isPositive();
            assertThat(Trend.between(source, read(ofPrimary)).direction()).isEqualTo(Direction.GROWING);
            assertThat(read(ofPrimary).lagSeconds().orElse(1)).isNotZero();

            standby.execute("SELECT pg_wal_replay_resume()");
            ReplicationState resumed =
                    until(ofStandby, state -> state.lagBytes().orElse(-1) == 0);
            assertThat(resumed.findings()).isEmpty();
            assertThat(Trend.between(after, resumed).direction()).isEqualTo(Direction.SHRINKING);
        } finally {
            standby.execute("SELECT pg_wal_replay_resume()");
        }
    }

    @Test
    @Order(3)
    void inactiveSlot_holdsLog_withoutLimitAndWithOne() throws Exception {
        primary.execute("SELECT pg_create_physical_replication_slot('forgotten', true)");
        write();
        ReplicationState state = read(ofPrimary);
        assertThat(state.retainedBytes()).isGreaterThan(3 << 20);
        assertThat(state.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.id()).isEqualTo("slot_inactive");
            assertThat(finding.severity()).isEqualTo(Finding.Severity.WARNING);
            assertThat(finding.text())
                    .matches("nobody reads from slot forgotten, which keeps [0-9.]+ MiB of log and more without limit:"
                            + " max_slot_wal_keep_size is -1");
            assertThat(finding.remedy()).contains("pg_drop_replication_slot('forgotten')");
        });
        try {
            set("max_slot_wal_keep_size = '1GB'");
            assertThat(until(ofPrimary, seen -> seen.findings().get(0).severity() == Finding.Severity.INFO)
                            .findings()
                            .get(0)
                            .text())
                    .matches("nobody reads from slot forgotten, which keeps [0-9.]+ MiB of log");
            set("max_slot_wal_keep_size = '1MB'");
            for (int i = 0; i < 3; i++) {
                primary.execute("SELECT pg_switch_wal()");
                write();
            }
            ReplicationState lost = until(ofPrimary, seen -> {
                primary.execute("CHECKPOINT");
                return ids(seen).contains("slot_lost");
            });
            assertThat(lost.slots())
                    .filteredOn(slot -> slot.name().equals("forgotten"))
                    .extracting(Slot::invalid)
                    .containsExactly("wal_removed");
            assertThat(lost.findings().get(0).text()).isEqualTo("slot forgotten can no longer be used: wal_removed");
        } finally {
            set("max_slot_wal_keep_size = -1");
            primary.execute("SELECT pg_drop_replication_slot('forgotten')");
        }
    }

    @Test
    @Order(4)
    void settings_thatEndangerReplication_areFound() throws Exception {
        set("synchronous_standby_names = 'FIRST 2 (mirror, other)'");
        try {
            ReplicationState state = until(ofPrimary, seen -> ids(seen).contains("synchronous"));
            assertThat(state.findings().get(0).text())
                    .isEqualTo("commits wait for 2 synchronous standbys, and 1 of those in synchronous_standby_names is"
                            + " connected");
            assertThat(state.findings().get(0).severity()).isEqualTo(Finding.Severity.CRITICAL);
            set("synchronous_standby_names = mirror");
            assertThat(until(ofPrimary, seen -> !ids(seen).contains("synchronous"))
                            .standbys()
                            .get(0)
                            .synchronous())
                    .isTrue();
        } finally {
            set("synchronous_standby_names = ''");
        }
    }

    @Test
    @Order(5)
    void withoutTheRight_nothingIsKnown() throws Exception {
        primary.execute("REVOKE pg_monitor FROM dbvitals");
        try {
            ReplicationState state = until(ofStandby, seen -> !seen.visible());
            assertThat(ids(state)).containsExactly("hidden");
            assertThat(state.channels()).extracting(Channel::receiver).containsExactly(Work.UNKNOWN);
            assertThat(state.brokenThreads()).isZero();
            assertThat(read(ofPrimary).visible()).isFalse();
            assertThat(ids(read(ofPrimary))).containsExactly("hidden");
        } finally {
            primary.execute("GRANT pg_monitor TO dbvitals");
            until(ofStandby, ReplicationState::visible);
        }
    }

    @Test
    @Order(6)
    void lonelyServers_standbyDoesNotStream_primaryIsMissingOne() throws Exception {
        primary.stop();
        ReplicationState lonely = until(ofStandby, state -> state.brokenThreads() == 1);
        assertThat(ids(lonely)).containsExactly("not_streaming");
        assertThat(lonely.findings().get(0).text()).isEqualTo("this replica does not stream");
        standby.execute("ALTER SYSTEM SET primary_conninfo = ''", "SELECT pg_reload_conf()");
        assertThat(until(ofStandby, state -> ids(state).contains("no_source"))
                        .findings()
                        .get(0)
                        .text())
                .isEqualTo("this replica has no source: primary_conninfo and restore_command are empty");
        primary.startAgain();
        ReplicationState state = until(ofPrimary, seen -> seen.standbys().isEmpty());
        assertThat(state.role()).isEqualTo(Role.PRIMARY);
        assertThat(state.missing(1)).isEqualTo(1);
        assertThat(state.lagSeconds()).isEmpty();
        assertThat(ids(state)).containsExactly("slot_inactive");
    }

    private static void set(String setting) {
        // A commit may wait for a standby that is not there.
        primary.execute("SET synchronous_commit = local", "ALTER SYSTEM SET " + setting, "SELECT pg_reload_conf()");
    }

    /** Some megabytes of log, written and not only inserted. */
    private static void write() {
        primary.execute(
                "SET synchronous_commit = local",
                "DROP TABLE IF EXISTS filler",
                "CREATE TABLE filler AS SELECT repeat('x', 1000) AS x FROM generate_series(1, 4000)");
    }

    private static List<String> ids(ReplicationState state) {
        return state.findings().stream().map(Finding::id).toList();
    }

    private static ReplicationState until(SqlServer server, Predicate<ReplicationState> seen) {
        return await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> read(server), seen);
    }

    private static ReplicationState read(SqlServer server) throws Exception {
        Deadline deadline = Deadline.after(Duration.ofSeconds(20));
        return ReplicationReader.read(server, server.facts(deadline), deadline);
    }
}
