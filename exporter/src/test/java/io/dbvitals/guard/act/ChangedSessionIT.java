package io.dbvitals.guard.act;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbvitals.config.guard.Acting;
import io.dbvitals.config.guard.GuardConfig;
import io.dbvitals.config.guard.GuardConfig.Action;
import io.dbvitals.config.guard.GuardConfig.Measure;
import io.dbvitals.config.guard.GuardConfig.Rule;
import io.dbvitals.guard.audit.AuditLog;
import io.dbvitals.guard.audit.AuditOutcome;
import io.dbvitals.guard.postgres.Crowd;
import io.dbvitals.guard.postgres.Crowd.Member;
import io.dbvitals.guard.postgres.PostgresSessions;
import io.dbvitals.guard.session.GuardedServer;
import io.dbvitals.guard.session.Seen;
import io.dbvitals.guard.session.Session;
import io.dbvitals.guard.session.Snapshot;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.postgres.PostgresControl;
import io.dbvitals.testing.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session of a real server that is no longer the one that was seen when it is to be ended. */
class ChangedSessionIT {
    private static TestServer server;
    private static Crowd crowd;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startServer() {
        server = TestServer.start(17);
        server.execute("GRANT pg_signal_backend TO dbvitals");
        crowd = new Crowd(server);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @AfterEach
    void leave() throws Exception {
        crowd.leave();
    }

    @Test
    void clientThatGoesOn_isLeftAlone() throws Exception {
        Member member = crowd.idleInTransaction("app", "app", "UPDATE goods SET amount = 1 WHERE id = 1");
        expect(member, AuditOutcome.CHANGED, session -> {
            member.run("SELECT 1");
            return session;
        });
        assertThat(crowd.lives(member)).isTrue();
        member.connection().commit();
    }

    @Test
    void otherSessionWithTheSameId_isLeftAlone() throws Exception {
        Member member = crowd.idleInTransaction("app", "app", "UPDATE goods SET amount = 1 WHERE id = 1");
        expect(member, AuditOutcome.CHANGED, session -> Seen.withBackend(session, "2001-01-01 00:00:00+00"));
        assertThat(crowd.lives(member)).isTrue();
        member.connection().commit();
    }

    @Test
    void clientThatIsGone_isGone() throws Exception {
        Member member = crowd.idleInTransaction("app", "app", "UPDATE goods SET amount = 1 WHERE id = 1");
        Member other = crowd.idle("app", "app");
        expect(member, AuditOutcome.GONE, session -> {
            member.connection().close();
            await().until(() -> !crowd.lives(member));
            return session;
        });
        assertThat(crowd.lives(other)).isTrue();
    }

    /** What happens between the plan and the action, and who is to be ended then. */
    private interface Meanwhile {
        Session happens(Session planned) throws Exception;
    }

    private void expect(Member member, AuditOutcome outcome, Meanwhile meanwhile) throws Exception {
        crowd.age(200);
        AuditLog audit = new AuditLog(folder.resolve("audit.jsonl"), Clock.systemUTC());
        GuardConfig config = new Acting()
                .coolDown(Duration.ZERO)
                .rules(Map.of(
                        "idle",
                        Rule.of(Measure.IDLE_IN_TRANSACTION, false, 1, 1, Action.TERMINATE, Duration.ofMillis(100))))
                .config();
        Guard guard = new Guard(config, audit, new Guard.Caller("test", "cleanup", true));
        try (PostgresSessions sessions = PostgresSessions.of(
                server.config(), PostgresControl.opener(server.config().apart(1, PostgresSessions.APPLICATION)))) {
            Round round = guard.act("shop", new Between(sessions, meanwhile));
            assertThat(round.deeds()).first().satisfies(deed -> {
                assertThat(deed.step().session().id()).isEqualTo(member.pid());
                assertThat(deed.outcome()).isEqualTo(outcome);
            });
            assertThat(round.deeds()).extracting(Deed::outcome).doesNotContain(AuditOutcome.DONE);
        }
        assertThat(Files.readString(folder.resolve("audit.jsonl")))
                .contains("\"outcome\":\"" + outcome.label() + "\"")
                .doesNotContain("\"outcome\":\"done\"");
    }

    /** The server, with something that happens before each action. */
    private record Between(GuardedServer server, Meanwhile meanwhile) implements GuardedServer {
        @Override
        public String address() {
            return server.address();
        }

        @Override
        public boolean claim() throws CollectException {
            return server.claim();
        }

        @Override
        public Snapshot look() throws CollectException {
            return server.look();
        }

        @Override
        public Ending end(Session session, Means means, Duration wait) throws CollectException {
            try {
                return server.end(meanwhile.happens(session), means, wait);
            } catch (CollectException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            server.close();
        }
    }
}
