package io.dbvitals.guard.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dbvitals.config.TargetConfig;
import io.dbvitals.guard.postgres.Crowd.Member;
import io.dbvitals.guard.session.GuardedServer.Ending;
import io.dbvitals.guard.session.GuardedServer.Means;
import io.dbvitals.guard.session.Session;
import io.dbvitals.guard.session.Session.State;
import io.dbvitals.guard.session.Snapshot;
import io.dbvitals.guard.session.Trait;
import io.dbvitals.guard.session.Waits;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import io.dbvitals.sql.postgres.PostgresControl;
import io.dbvitals.testing.TestServer;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the guard sees of a server, and does to single sessions, on every major version. */
class PostgresSessionsIT {
    private static final Duration WAIT = Duration.ofSeconds(10);

    @ParameterizedTest
    @ValueSource(ints = {13, 14, 15, 16, 17, 18})
    void everyVersion_showsAndEndsSessions(int major) throws Exception {
        try (TestServer server = TestServer.start(major)) {
            server.execute("GRANT pg_signal_backend TO dbvitals");
            try (Crowd crowd = new Crowd(server);
                    PostgresSessions sessions = sessions(server)) {
                states(crowd, sessions);
                changed(crowd, sessions);
                endings(crowd, sessions);
                preparedTransaction(server, crowd, sessions);
                traits(server, crowd, sessions);
                claim(server, sessions);
                missingRights(server, crowd);
            }
        }
    }

    private static void states(Crowd crowd, PostgresSessions sessions) throws Exception {
        Member root = crowd.idleInTransaction("app", "root", "UPDATE goods SET amount = 1 WHERE id = 1");
        Member reader = crowd.idleInTransaction("app", "reader", "SELECT 1");
        Member failed = crowd.idleInTransaction("app", "failed", "SELECT 1");
        assertThatThrownBy(() -> failed.run("SELECT 1 / 0")).hasMessageContaining("zero");
        Member first = crowd.waiter("first", 1);
        Member second = crowd.waiter("second", 1);
        Member busy = crowd.busy("app", "busy", "/* a comment */ -- more\n  (SELECT pg_sleep(60))");
        Member idle = crowd.idle("app", "idle");

        Snapshot seen = sessions.look();
        assertThat(of(seen, root).state()).isEqualTo(State.IDLE_IN_TRANSACTION);
        assertThat(of(seen, root).traits()).containsExactly(Trait.HOLDS_HORIZON);
        assertThat(of(seen, root).user()).isEqualTo("app");
        assertThat(of(seen, root).database()).isEqualTo("postgres");
        assertThat(of(seen, root).application()).isEqualTo("root");
        assertThat(of(seen, root).client()).startsWith("127.0.0.1:");
        assertThat(of(seen, reader).traits())
                .as("a snapshot ends with its statement")
                .isEmpty();
        assertThat(of(seen, failed).state()).isEqualTo(State.IDLE_IN_FAILED_TRANSACTION);
        assertThat(of(seen, first).blocked()).isTrue();
        assertThat(of(seen, first).statement()).isEqualTo("UPDATE");
        assertThat(of(seen, busy).state()).isEqualTo(State.ACTIVE);
        assertThat(of(seen, busy).blocked()).isFalse();
        assertThat(of(seen, busy).statement()).isEqualTo("SELECT");
        assertThat(of(seen, idle).state()).isEqualTo(State.IDLE);
        assertThat(of(seen, idle).sinceTransaction()).isZero();
        assertThat(seen.waits().roots()).singleElement().satisfies(one -> {
            assertThat(one.blocker()).isEqualTo(root.pid());
            assertThat(one.victims()).isEqualTo(Set.of(first.pid(), second.pid()));
        });
        assertThat(seen.missing()).isEmpty();
        assertThat(seen.maxConnections()).isEqualTo(57);
        assertThat(seen.locks()).isPositive();
        Member ours = crowd.idleInTransaction(
                "dbvitals", "dbvitals", "SELECT count(pg_advisory_xact_lock_shared(n)) FROM generate_series(1, 500) n");
        assertThat(sessions.look().locks())
                .as("without those of our own sessions")
                .isLessThan(seen.locks() + 250);
        ours.connection().close();
        assertThat(seen.maxLocks()).isEqualTo(64 * 65);
        await().until(() -> sessions.look().waits().roots().get(0).longest().toMillis() > 100);

        assertThat(sessions.end(of(seen, root), Means.TERMINATE, WAIT)).isEqualTo(Ending.DONE);
        assertThat(first.ended().get()).as("the first waiter goes on").isEmpty();
    }

    /** A session that has gone on since it was seen is left alone, whatever its id. */
    private static void changed(Crowd crowd, PostgresSessions sessions) throws Exception {
        Member member = crowd.idleInTransaction("app", "moves on", "SELECT 1");
        Session seen = of(sessions.look(), member);
        member.run("SELECT 2");
        assertThat(sessions.end(seen, Means.TERMINATE, WAIT)).isEqualTo(Ending.CHANGED);
        assertThat(sessions.end(seen, Means.CANCEL, WAIT)).isEqualTo(Ending.CHANGED);
        Session other = new Session(
                seen.id(),
                new Session.Identity("2001-01-01 00:00:00+00", "", "", "idle"),
                seen.state(),
                "",
                "",
                "",
                "",
                "",
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                "",
                "",
                Set.of());
        assertThat(sessions.end(other, Means.TERMINATE, WAIT))
                .as("an id that was used again")
                .isEqualTo(Ending.CHANGED);
        assertThat(crowd.lives(member)).isTrue();
        Session now = of(sessions.look(), member);
        member.connection().close();
        await().until(() -> !crowd.lives(member));
        assertThat(sessions.end(now, Means.TERMINATE, WAIT)).isEqualTo(Ending.GONE);
    }

    private static void endings(Crowd crowd, PostgresSessions sessions) throws Exception {
        Member busy = crowd.busy("app", "busy", "SELECT pg_sleep(60)");
        Session seen = of(sessions.look(), busy);
        assertThat(sessions.end(seen, Means.CANCEL, WAIT)).isEqualTo(Ending.DONE);
        assertThat(busy.ended().get()).isEqualTo("57014");
        assertThat(crowd.lives(busy)).isTrue();
        Member stubborn = crowd.busy(
                "app",
                "stubborn",
                "DO $$ BEGIN LOOP BEGIN PERFORM pg_sleep(60); EXCEPTION WHEN query_canceled THEN NULL; END; END LOOP; END $$");
        Session deaf = of(sessions.look(), stubborn);
        assertThat(sessions.end(deaf, Means.CANCEL, Duration.ofMillis(300))).isEqualTo(Ending.TIMEOUT);
        assertThat(sessions.end(deaf, Means.TERMINATE, WAIT)).isEqualTo(Ending.DONE);
        assertThat(stubborn.ended().get()).isEqualTo("57P01");
    }

    private static void preparedTransaction(TestServer server, Crowd crowd, PostgresSessions sessions)
            throws Exception {
        Member member = crowd.idleInTransaction("app", "two-phase", "UPDATE goods SET amount = 2 WHERE id = 2");
        member.run("PREPARE TRANSACTION 'order 7'");
        Member waiter = crowd.waiter("waits", 2);
        Snapshot seen = sessions.look();
        assertThat(seen.waits().roots())
                .singleElement()
                .satisfies(root -> assertThat(root.blocker()).isEqualTo(Waits.PREPARED));
        assertThat(seen.prepared()).singleElement().asString().startsWith("order 7 of app in postgres, prepared ");
        server.execute("ROLLBACK PREPARED 'order 7'");
        assertThat(waiter.ended().get()).isEmpty();
    }

    private static void traits(TestServer server, Crowd crowd, PostgresSessions sessions) throws Exception {
        server.execute(
                "DROP ROLE IF EXISTS copier", "CREATE ROLE copier LOGIN REPLICATION", "GRANT ALL ON goods TO copier");
        Member boss = crowd.idleInTransaction("postgres", "boss", "SELECT 1");
        Member copier = crowd.idle("copier", "copier");
        Member lock = crowd.idleInTransaction("app", "lock", "LOCK TABLE goods");
        Member alters = crowd.busy("app", "alters", "  -- migration\n ALTER TABLE goods ADD COLUMN more int");
        Member comments =
                crowd.busy("app", "comments", "/* nightly */ ALTER /* online */ TABLE goods ADD COLUMN even int");
        Member imitates = crowd.idle("app", "dbvitals");
        Snapshot seen = sessions.look();
        assertThat(of(seen, boss).traits()).contains(Trait.SUPERUSER);
        assertThat(of(seen, copier).traits()).containsExactly(Trait.REPLICATION);
        assertThat(of(seen, lock).traits())
                .as("what it ran last does not count")
                .doesNotContain(Trait.MAINTENANCE);
        assertThat(of(seen, alters).traits()).contains(Trait.MAINTENANCE);
        assertThat(of(seen, comments).traits())
                .as("a comment ends where it ends")
                .contains(Trait.MAINTENANCE);
        assertThat(of(seen, imitates).traits())
                .as("the name alone protects nobody")
                .isEmpty();
        assertThat(seen.sessions().stream().filter(session -> session.has(Trait.OURSELVES)))
                .singleElement()
                .satisfies(own -> assertThat(own.application()).isEqualTo(PostgresSessions.APPLICATION));
        assertThat(seen.sessions().stream().filter(session -> session.has(Trait.NO_CLIENT)))
                .as("checkpointer and the like")
                .isNotEmpty();
        copier.connection().close();
        boss.connection().close();
    }

    private static void claim(TestServer server, PostgresSessions sessions) throws Exception {
        try (PostgresSessions other = sessions(server)) {
            assertThat(sessions.claim()).isTrue();
            assertThat(sessions.claim()).as("it is ours").isTrue();
            assertThat(other.claim()).isFalse();
            sessions.close();
            await().until(other::claim);
            assertThat(sessions.claim()).isFalse();
        }
        TargetConfig.Postgres second = server.config("template1", 1, TargetConfig.Databases.ONE);
        try (PostgresSessions other =
                PostgresSessions.of(second, PostgresControl.opener(second.apart(1, PostgresSessions.APPLICATION)))) {
            await().until(sessions::claim);
            assertThat(other.claim()).as("by another database").isFalse();
            sessions.close();
            await().until(other::claim);
            assertThat(sessions.claim()).isFalse();
        }
        await().until(sessions::claim);
    }

    private static void missingRights(TestServer server, Crowd crowd) throws Exception {
        server.execute("REVOKE pg_signal_backend FROM dbvitals", "REVOKE pg_monitor FROM dbvitals");
        Member member = crowd.idleInTransaction("app", "hidden", "SELECT 1");
        try (PostgresSessions blind = sessions(server)) {
            Snapshot seen = blind.look();
            assertThat(seen.missingToSee())
                    .containsExactly("sessions of other roles are hidden: GRANT pg_monitor TO the monitoring role");
            assertThat(seen.missingToEnd())
                    .containsExactly(
                            "sessions of other roles cannot be ended: GRANT pg_signal_backend TO the monitoring role");
            assertThat(of(seen, member).traits()).contains(Trait.HIDDEN);
        }
        server.execute("GRANT pg_monitor TO dbvitals");
        try (PostgresSessions weak = sessions(server)) {
            Session seen = of(weak.look(), member);
            assertThat(weak.end(seen, Means.TERMINATE, WAIT)).isEqualTo(Ending.DENIED);
            assertThat(crowd.lives(member)).isTrue();
        }
    }

    @Test
    void stoppedServer_isUnreachable_andFoundAgain() throws Exception {
        try (TestServer server = TestServer.start(17);
                PostgresSessions sessions = sessions(server)) {
            assertThat(sessions.claim()).isTrue();
            server.stop();
            assertThatThrownBy(sessions::look)
                    .isInstanceOfSatisfying(
                            CollectException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNREACHABLE));
            server.startAgain();
            assertThat(sessions.look().sessions()).isNotEmpty();
            assertThat(sessions.claim()).as("anew").isTrue();
        }
    }

    private static PostgresSessions sessions(TestServer server) {
        return PostgresSessions.of(
                server.config(), PostgresControl.opener(server.config().apart(1, PostgresSessions.APPLICATION)));
    }

    private static Session of(Snapshot seen, Member member) {
        return seen.session(member.pid()).orElseThrow();
    }
}
