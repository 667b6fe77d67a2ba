package io.dbvitals.guard.mysql;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.guard.mysql.Stage.Client;
import io.dbvitals.guard.session.GuardedServer.Ending;
import io.dbvitals.guard.session.GuardedServer.Means;
import io.dbvitals.guard.session.Seen;
import io.dbvitals.guard.session.Session;
import io.dbvitals.guard.session.Session.State;
import io.dbvitals.guard.session.Snapshot;
import io.dbvitals.guard.session.Trait;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What becomes of a session that is to be ended, and who may end it. */
class EndedSessionsIT {
    private static final Duration WAIT = Duration.ofSeconds(20);

    @RegisterExtension
    static final Stage stage = new Stage();

    @Test
    void sessionThatDoesSomethingElseByThen_isLeftAlone() throws Exception {
        Client idle = stage.app().run("BEGIN", "UPDATE orders SET n = 9 WHERE id = 1");
        Client busy = stage.app();
        CompletableFuture<Void> running = busy.begin("SELECT SLEEP(60)");
        try (MySqlSessions guard = stage.guard()) {
            Snapshot seen = Stage.lookFor(guard, busy.id, each -> each.state() == State.ACTIVE);
            idle.run("COMMIT", "BEGIN", "UPDATE orders SET n = 8 WHERE id = 1");
            stage.server().execute("KILL QUERY " + busy.id);
            assertThat(running.handle((done, thrown) -> true).get(20, SECONDS)).isTrue();
            CompletableFuture<Void> next = busy.begin("SELECT SLEEP(61)");
            Stage.lookFor(guard, busy.id, each -> each.state() == State.ACTIVE);

            for (Means means : List.of(Means.CANCEL, Means.TERMINATE)) {
                assertThat(guard.end(seen.session(idle.id).orElseThrow(), means, WAIT))
                        .isEqualTo(Ending.CHANGED);
                assertThat(guard.end(seen.session(busy.id).orElseThrow(), means, WAIT))
                        .isEqualTo(Ending.CHANGED);
            }
            assertThat(idle.run("COMMIT").alive()).isTrue();
            assertThat(next).isNotDone();
            busy.close();
            Stage.lookUntil(guard, snapshot -> snapshot.session(idle.id).isPresent());
            idle.close();
            Stage.lookUntil(guard, snapshot -> snapshot.session(idle.id).isEmpty());
            assertThat(guard.end(seen.session(idle.id).orElseThrow(), Means.TERMINATE, WAIT))
                    .isEqualTo(Ending.GONE);
        }
    }

    @Test
    void evictedSession_endsWhateverItDoesByThen_butNoOtherInItsPlace() throws Exception {
        Client client = stage.app().run("BEGIN", "UPDATE orders SET n = 9 WHERE id = 1");
        try (MySqlSessions guard = stage.guard()) {
            Session seen = Stage.lookFor(guard, client.id, each -> each.state() == State.IDLE_IN_TRANSACTION)
                    .session(client.id)
                    .orElseThrow();
            client.run("COMMIT", "DO 1");

            assertThat(guard.end(Seen.withBackend(seen, "app@elsewhere:1"), Means.EVICT, WAIT))
                    .isEqualTo(Ending.CHANGED);
            assertThat(client.alive()).isTrue();
            assertThat(guard.end(seen, Means.EVICT, WAIT)).isEqualTo(Ending.DONE);
            assertThat(client.alive()).isFalse();
            assertThat(guard.end(seen, Means.EVICT, WAIT)).isEqualTo(Ending.GONE);
        }
    }

    @Test
    void sessionThatRollsBackForLong_isStillThereAfterTheWait() throws Exception {
        Client client = stage.app()
                .run(
                        "CREATE TABLE IF NOT EXISTS big (id int PRIMARY KEY, t varchar(200))",
                        "BEGIN",
                        "INSERT INTO big SELECT seq, repeat('x', 200) FROM seq_1_to_200000");
        try (MySqlSessions guard = stage.guard()) {
            Session seen = Stage.lookFor(guard, client.id, each -> each.state() == State.IDLE_IN_TRANSACTION)
                    .session(client.id)
                    .orElseThrow();
            assertThat(seen.traits()).contains(Trait.LARGE_ROLLBACK, Trait.HOLDS_HORIZON);

            assertThat(guard.end(seen, Means.TERMINATE, Duration.ZERO)).isEqualTo(Ending.TIMEOUT);
            Stage.lookUntil(guard, snapshot -> snapshot.session(client.id).isEmpty());
        }
        assertThat(stage.server().ask("SELECT count(*) FROM shop.big", 1)).isEqualTo("0");
    }

    @Test
    void missingRights_areNamed_andNothingIsEndedWithoutThem() throws Exception {
        stage.server()
                .execute(
                        "CREATE OR REPLACE USER blind@'%' IDENTIFIED BY 'blind'",
                        "CREATE OR REPLACE USER weak@'%' IDENTIFIED BY 'weak'", "GRANT PROCESS ON *.* TO weak@'%'");
        Client client = stage.app().run("BEGIN", "UPDATE orders SET n = 9 WHERE id = 1");
        try (MySqlSessions blind = stage.guard("blind", "blind");
                MySqlSessions weak = stage.guard("weak", "weak")) {
            assertThat(blind.look().sessions()).isEmpty();
            assertThat(blind.look().missing())
                    .containsExactly(
                            "sessions of other users are hidden: GRANT PROCESS ON *.* TO the monitoring user",
                            "sessions of other users cannot be ended: GRANT CONNECTION ADMIN ON *.* TO the monitoring user");
            Snapshot seen = Stage.lookFor(weak, client.id, each -> each.state() == State.IDLE_IN_TRANSACTION);
            assertThat(seen.missing())
                    .containsExactly(
                            "sessions of other users cannot be ended: GRANT CONNECTION ADMIN ON *.* TO the monitoring user");
            for (Means means : Means.values()) {
                assertThat(weak.end(seen.session(client.id).orElseThrow(), means, WAIT))
                        .isEqualTo(Ending.DENIED);
            }
            assertThat(client.alive()).isTrue();
        }
    }

    @Test
    void managedService_endsByItsOwnProcedures() throws Exception {
        stage.server()
                .execute(
                        "CREATE OR REPLACE USER managed@'%' IDENTIFIED BY 'managed'",
                        "GRANT PROCESS ON *.* TO managed@'%'",
                        "CREATE OR REPLACE PROCEDURE mysql.rds_kill(thread bigint) KILL thread",
                        "CREATE OR REPLACE PROCEDURE mysql.rds_kill_query_id(query bigint) KILL QUERY ID query",
                        "GRANT EXECUTE ON PROCEDURE mysql.rds_kill TO managed@'%'",
                        "GRANT EXECUTE ON PROCEDURE mysql.rds_kill_query_id TO managed@'%'");
        Client client = stage.app();
        try (MySqlSessions guard = stage.guard("managed", "managed")) {
            for (Means means : List.of(Means.CANCEL, Means.TERMINATE)) {
                CompletableFuture<Void> running = client.begin("SELECT SLEEP(60)");
                Snapshot seen = Stage.lookFor(guard, client.id, each -> each.state() == State.ACTIVE);
                assertThat(seen.missing()).isEmpty();
                assertThat(guard.end(seen.session(client.id).orElseThrow(), means, WAIT))
                        .isEqualTo(Ending.DONE);
                assertThat(running.handle((done, thrown) -> true).get(20, SECONDS))
                        .isTrue();
            }
            assertThat(client.alive()).isFalse();
        } finally {
            stage.server().execute("DROP PROCEDURE mysql.rds_kill", "DROP PROCEDURE mysql.rds_kill_query_id");
        }
    }

    @Test
    void claim_isOneGuardsAtATime() throws Exception {
        try (MySqlSessions second = stage.guard()) {
            try (MySqlSessions first = stage.guard()) {
                assertThat(first.claim()).isTrue();
                assertThat(first.claim()).isTrue();
                assertThat(second.claim()).isFalse();
            }
            org.awaitility.Awaitility.await().atMost(Stage.PATIENCE).until(second::claim);
        }
    }
}
