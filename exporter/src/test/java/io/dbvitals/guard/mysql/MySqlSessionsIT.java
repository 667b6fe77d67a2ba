package io.dbvitals.guard.mysql;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.guard.mysql.Stage.Client;
import io.dbvitals.guard.session.GuardedServer.Ending;
import io.dbvitals.guard.session.GuardedServer.Means;
import io.dbvitals.guard.session.Session;
import io.dbvitals.guard.session.Session.State;
import io.dbvitals.guard.session.Snapshot;
import io.dbvitals.guard.session.Trait;
import io.dbvitals.guard.session.Waits;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real sessions of a real MariaDB: found, told apart, and ended. */
class MySqlSessionsIT {
    private static final Duration WAIT = Duration.ofSeconds(20);

    @RegisterExtension
    static final Stage stage = new Stage();

    @Test
    void rootOfRowLocks_isFoundAndEnded_andThoseWhoWaitedGoOn() throws Exception {
        Client root = stage.app().run("BEGIN", "UPDATE orders SET n = 5 WHERE id = 1");
        Client middle = stage.app().run("BEGIN", "UPDATE orders SET n = 6 WHERE id = 2");
        Client last = stage.app();
        CompletableFuture<Void> first = middle.begin("UPDATE orders SET n = 6 WHERE id = 1");
        CompletableFuture<Void> second = last.begin("UPDATE orders SET n = 7 WHERE id = 2");
        try (MySqlSessions guard = stage.guard()) {
            Snapshot seen = Stage.lookUntil(
                    guard,
                    snapshot -> snapshot.waits().roots().stream()
                            .anyMatch(each -> each.victims().size() == 2));

            assertThat(seen.waits().roots())
                    .singleElement()
                    .satisfies(each -> assertThat(each.blocker()).isEqualTo(root.id))
                    .satisfies(each -> assertThat(each.victims()).containsExactlyInAnyOrder(middle.id, last.id));
            Session blocker = seen.session(root.id).orElseThrow();
            assertThat(blocker.state()).isEqualTo(State.IDLE_IN_TRANSACTION);
            assertThat(blocker.traits()).containsExactly(Trait.HOLDS_HORIZON);
            assertThat(blocker.identity().transaction()).startsWith("20");
            assertThat(blocker.statement()).isEmpty();
            Session waiter = seen.session(last.id).orElseThrow();
            assertThat(waiter.state()).isEqualTo(State.ACTIVE);
            assertThat(waiter.statement()).isEqualTo("UPDATE");
            assertThat(waiter.database()).isEqualTo("shop");
            assertThat(waiter.blocked()).isTrue();
            assertThat(seen.locks()).isPositive();
            assertThat(seen.maxConnections()).isEqualTo(151);
            assertThat(seen.missing()).isEmpty();

            assertThat(guard.end(blocker, Means.TERMINATE, WAIT)).isEqualTo(Ending.DONE);
            first.get(20, SECONDS);
            middle.run("COMMIT");
            second.get(20, SECONDS);
            assertThat(root.alive()).isFalse();
            assertThat(stage.server().ask("SELECT n FROM shop.orders WHERE id = 1", 1))
                    .isEqualTo("6");
        }
    }

    @Test
    void lockOfOneThatOnlyRead_isItsOwn_andOneOfSeveralIsNotGuessed() throws Exception {
        Client reader = stage.app().run("BEGIN", "SELECT * FROM orders WHERE id = 3 LOCK IN SHARE MODE");
        Client bystander = stage.app().run("BEGIN", "SELECT * FROM orders");
        Client writer = stage.app();
        CompletableFuture<Void> written = writer.begin("UPDATE orders SET n = 6 WHERE id = 3");
        try (MySqlSessions guard = stage.guard()) {
            Snapshot one =
                    Stage.lookUntil(guard, snapshot -> !snapshot.waits().roots().isEmpty());
            assertThat(one.waits().roots())
                    .extracting(Waits.Root::blocker)
                    .containsExactly(reader.id)
                    .doesNotContain(bystander.id);

            bystander.run("SELECT * FROM orders WHERE id = 2 LOCK IN SHARE MODE");
            Snapshot two = Stage.lookUntil(
                    guard,
                    snapshot -> snapshot.waits().roots().stream().anyMatch(each -> each.blocker() == Waits.UNKNOWN));
            assertThat(two.waits().roots())
                    .singleElement()
                    .satisfies(each -> assertThat(each.victims()).containsExactly(writer.id));
        }
        reader.run("COMMIT");
        written.get(20, SECONDS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT SLEEP(60)",
                "SELECT BENCHMARK(9000000000, sha2('a', 512))",
                "/* slow */ (SELECT count(*) FROM seq_1_to_1000000 a, seq_1_to_1000000 b WHERE a.seq * b.seq % 7 = 3)"
            })
    void longStatement_isCancelled_andItsSessionStays(String sql) throws Exception {
        Client client = stage.app();
        CompletableFuture<Void> running = client.begin(sql);
        try (MySqlSessions guard = stage.guard()) {
            Session seen = Stage.lookFor(
                            guard, client.id, each -> each.sinceStatement().toMillis() > 200)
                    .session(client.id)
                    .orElseThrow();
            assertThat(seen.state()).isEqualTo(State.ACTIVE);
            assertThat(seen.statement()).isEqualTo("SELECT");
            assertThat(seen.traits()).isEmpty();
            assertThat(seen.blocked()).isFalse();

            assertThat(guard.end(seen, Means.CANCEL, WAIT)).isEqualTo(Ending.DONE);
            assertThat(running.handle((done, thrown) -> true).get(20, SECONDS)).isTrue();
            assertThat(client.alive()).isTrue();
        }
    }

    @Test
    void clockThatAClientSets_doesNotMakeItsStatementsOld() throws Exception {
        Client client = stage.app().run("SET timestamp = 1000000000");
        CompletableFuture<Void> running = client.begin("SELECT SLEEP(60)");
        try (MySqlSessions guard = stage.guard()) {
            Session seen = Stage.lookFor(guard, client.id, each -> each.state() == State.ACTIVE)
                    .session(client.id)
                    .orElseThrow();
            assertThat(seen.sinceStatement()).isLessThan(Duration.ofMinutes(10));
            assertThat(guard.end(seen, Means.TERMINATE, WAIT)).isEqualTo(Ending.DONE);
        }
        assertThatThrownBy(() -> running.get(20, SECONDS)).isNotNull();
    }

    @Test
    void preparedTransaction_isListed_andIsNoSession() throws Exception {
        Client owner = stage.app()
                .run("XA START 'q1'", "UPDATE orders SET n = 4 WHERE id = 1", "XA END 'q1'", "XA PREPARE 'q1'");
        owner.close();
        Client waiter = stage.app();
        CompletableFuture<Void> waiting;
        try (MySqlSessions guard = stage.guard()) {
            Stage.lookUntil(guard, snapshot -> !snapshot.prepared().isEmpty());
            waiting = waiter.begin("UPDATE orders SET n = 4 WHERE id = 1");
            Snapshot seen =
                    Stage.lookUntil(guard, snapshot -> !snapshot.waits().roots().isEmpty());
            assertThat(seen.waits().roots()).extracting(Waits.Root::blocker).containsExactly(Waits.PREPARED);
            assertThat(seen.prepared())
                    .singleElement()
                    .asString()
                    .contains("see XA RECOVER")
                    .contains("1 rows changed");
        } finally {
            stage.server().execute("XA ROLLBACK 'q1'");
        }
        waiting.get(20, SECONDS);
    }

    @Test
    void sleepingSession_isIdle() throws Exception {
        Client client = stage.app();
        try (MySqlSessions guard = stage.guard()) {
            Session seen = guard.look().session(client.id).orElseThrow();
            assertThat(seen.state()).isEqualTo(State.IDLE);
            assertThat(seen.traits()).isEqualTo(Set.of());
            assertThat(seen.identity().transaction()).isEmpty();
            assertThat(seen.client()).startsWith("localhost:");
            assertThat(guard.end(seen, Means.TERMINATE, WAIT)).isEqualTo(Ending.DONE);
            assertThat(client.alive()).isFalse();
        }
    }
}
