package io.dbvitals.guard.mysql;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbvitals.config.MySqlConfig;
import io.dbvitals.guard.mysql.Dialect.There;
import io.dbvitals.guard.mysql.Stage.Client;
import io.dbvitals.guard.session.GuardedServer.Means;
import io.dbvitals.guard.session.Session;
import io.dbvitals.guard.session.Session.State;
import io.dbvitals.guard.session.Snapshot;
import io.dbvitals.guard.session.Trait;
import io.dbvitals.sql.Control;
import io.dbvitals.sql.mysql.MySqlControl;
import io.dbvitals.testing.TestMySql;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * What is written for MySQL, as far as a MariaDB with the same tables of {@code performance_schema} can run it: all but who waits for rows.
 * {@link MySql8ContainerIT} has the rest.
 */
class MySql8IT {
    private final Dialect dialect = new MySql8();

    @Test
    void statements_areToldApart_andEndedWhileTheyAreWhatWasSeen() throws Exception {
        try (Stage stage = Stage.open(
                "--performance-schema=ON",
                "--performance-schema-instrument=statement/%=ON",
                "--performance-schema-consumer-events-statements-current=ON",
                "--performance-schema-consumer-statements-digest=ON",
                "--performance-schema-consumer-thread-instrumentation=ON",
                "--performance-schema-consumer-global-instrumentation=ON")) {
            stage.server().execute("GRANT CONNECTION ADMIN, SELECT ON *.* TO dbvitals@'%'");
            MySqlConfig config = stage.server().config(TestMySql.PASSWORD, 1);
            try (Control control = MySqlControl.opener(config).open(Duration.ofSeconds(5))) {
                Client idle = stage.app().run("BEGIN", "UPDATE orders SET n = 9 WHERE id = 1");
                Client busy = stage.app();
                CompletableFuture<Void> running = busy.begin("/* why */ SELECT SLEEP(60)");
                Snapshot seen =
                        lookFor(control, busy.id, each -> each.sinceStatement().toMillis() > 300);
                assertThat(seen.missing()).isEmpty();
                Session waiting = seen.session(idle.id).orElseThrow();
                assertThat(waiting.state()).isEqualTo(State.IDLE_IN_TRANSACTION);
                assertThat(waiting.traits()).containsExactly(Trait.HOLDS_HORIZON);
                Session slow = seen.session(busy.id).orElseThrow();
                assertThat(slow.state()).isEqualTo(State.ACTIVE);
                assertThat(slow.statement()).isEqualTo("SELECT");
                assertThat(slow.sinceStatement()).isLessThan(Duration.ofSeconds(60));
                assertThat(seen.sessions())
                        .filteredOn(each -> each.has(Trait.OURSELVES))
                        .isNotEmpty();

                assertThat(dialect.kill(control, slow, Means.CANCEL)).isTrue();
                assertThat(running.handle((done, thrown) -> true).get(20, SECONDS))
                        .isTrue();
                assertThat(busy.alive()).isTrue();

                CompletableFuture<Void> next = busy.begin("SELECT SLEEP(61)");
                lookFor(control, busy.id, each -> each.state() == State.ACTIVE);
                idle.run("COMMIT");
                for (Means means : new Means[] {Means.CANCEL, Means.TERMINATE}) {
                    assertThat(dialect.kill(control, slow, means)).isFalse();
                    assertThat(dialect.kill(control, waiting, means)).isFalse();
                }
                assertThat(dialect.there(control, slow)).isEqualTo(There.AT_ELSE);
                assertThat(next).isNotDone();
                assertThat(idle.alive()).isTrue();

                assertThat(dialect.kill(control, slow, Means.EVICT)).isTrue();
                await().atMost(Stage.PATIENCE).until(() -> dialect.there(control, slow) == There.GONE);
                assertThat(dialect.kill(control, slow, Means.EVICT)).isFalse();
            }
        }
    }

    private Snapshot lookFor(Control control, long id, Predicate<Session> fits) {
        return await().atMost(Stage.PATIENCE)
                .until(
                        () -> new MySqlLook(dialect, "dbvitals", "dbvitals").at(control),
                        snapshot -> snapshot.session(id).filter(fits).isPresent());
    }
}
