package io.dbvitals.cli.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.cli.guard.GuardStand.Answer;
import io.dbvitals.guard.postgres.Crowd.Member;
import java.nio.file.Files;
import java.sql.Connection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A busy server, and all that a cleanup ends on it: what it should, in the right order, and nothing else. */
class CleanupIT {
    @ParameterizedTest
    @ValueSource(ints = {13, 18})
    void cleanup_endsExactlyWhatItShould(int major) throws Exception {
        try (GuardStand stand = GuardStand.start(major, Map.of("autovacuum_naptime", "1s"));
                Connection physical = Senders.physical(stand, "wal");
                Connection logical = Senders.logical(stand, "changes")) {
            long vacuum = Vacuumed.worker(stand);
            Member root = stand.crowd.idleInTransaction("app", "root", "UPDATE goods SET amount = 1 WHERE id = 1");
            List<Member> chain = List.of(
                    stand.crowd.link("first", 2, 1), stand.crowd.link("second", 3, 2), stand.crowd.link("third", 4, 3));
            Member forgotten =
                    stand.crowd.idleInTransaction("app", "forgotten", "UPDATE goods SET amount = 1 WHERE id = 9");
            Member prepared =
                    stand.crowd.idleInTransaction("app", "two-phase", "UPDATE goods SET amount = 1 WHERE id = 8");
            prepared.run("PREPARE TRANSACTION 'order 7'");
            Member victim = stand.crowd.waiter("victim of order 7", 8);
            Member report = stand.crowd.busy("app", "report", "SELECT pg_sleep(600)");
            Map<String, Long> others = new LinkedHashMap<>();
            others.put(
                    "reader",
                    stand.crowd.idleInTransaction("app", "reader", "SELECT 1").pid());
            others.put("idle", stand.crowd.idle("app", "idle").pid());
            others.put(
                    "pg_dump",
                    stand.crowd.busy("app", "pg_dump", "SELECT pg_sleep(600)").pid());
            others.put(
                    "boss",
                    stand.crowd.busy("postgres", "boss", "SELECT pg_sleep(600)").pid());
            others.put("autovacuum", vacuum);
            others.put("victim of the prepared transaction", victim.pid());
            stand.crowd.age(GuardStand.AGE);
            others.put("physical", Senders.pid(stand, "wal"));
            others.put("logical", Senders.pid(stand, "changes"));
            Map<String, String> before = traces(stand, others);

            Answer dry = stand.run("cleanup");
            assertThat(dry.code()).isEqualTo(1);
            assertThat(dry.out())
                    .contains("shop: would end " + root.pid() + " (app in postgres, \"root\", 127.0.0.1:")
                    .contains("): blocks 3 sessions, the longest for ")
                    .endsWith("shop: nothing was ended; --execute does it\n");
            assertThat(stand.crowd.lives(root)).isTrue();
            assertThat(stand.audit).doesNotExist();
            assertThat(stand.run("cleanup", "--format", "json").out())
                    .startsWith("{\"executed\":false,\"targets\":[{\"target\":\"shop\",\"error\":null,\"troubles\":[],"
                            + "\"yielded\":null,\"prepared\":[\"order 7 of app in postgres, prepared ")
                    .contains("\"left_alone\":[\"a prepared transaction: blocks 1, the longest for ")
                    .contains("\"rule\":\"blocked\",\"action\":\"end\",\"why\":\"blocks 3 sessions, ");

            Answer done = stand.run("cleanup", "--execute");
            assertThat(done.out()).contains("(rule blocked): done").doesNotContain("UPDATE", "pg_sleep(");
            assertThat(done.deeds())
                    .containsExactly(
                            "terminate " + root.pid(), "terminate " + forgotten.pid(), "cancel " + report.pid());
            assertThat(done.code()).as(done.out()).isZero();
            assertThat(done.out())
                    .contains("shop: note: prepared transaction order 7 of app in postgres, prepared ")
                    .contains("shop: left alone: a prepared transaction: blocks 1, the longest for ");

            assertThat(traces(stand, others)).isEqualTo(before);
            assertThat(physical.isClosed() || logical.isClosed()).isFalse();
            assertThat(stand.crowd.lives(root)).isFalse();
            assertThat(stand.crowd.lives(forgotten)).isFalse();
            assertThat(report.ended().get()).isEqualTo("57014");
            assertThat(stand.crowd.lives(report)).isTrue();
            for (Member each : chain) {
                assertThat(each.ended().get()).as("victims go on").isEmpty();
            }
            assertThat(stand.server.ask("SELECT string_agg(gid, ', ') FROM pg_prepared_xacts"))
                    .isEqualTo("order 7");
            assertThat(stand.run("guard", "audit", "verify").out())
                    .isEqualTo("6 records, 3 actions, 0 events: the chain is whole and every action has its outcome\n");
            assertThat(Files.readString(stand.audit))
                    .contains("\"mode\":\"cleanup\"", "\"application_name\":\"root\"", "\"outcome\":\"done\"")
                    .doesNotContain("UPDATE goods", "pg_sleep");

            stand.server.execute("ROLLBACK PREPARED 'order 7'");
            assertThat(victim.ended().get()).isEmpty();
            Answer again = stand.run("cleanup", "--execute");
            assertThat(again.out()).isEqualTo("shop: nothing is to be ended\n");
            assertThat(again.code()).isZero();
        }
    }

    private static Map<String, String> traces(GuardStand stand, Map<String, Long> sessions) {
        Map<String, String> traces = new LinkedHashMap<>();
        sessions.forEach((name, pid) -> traces.put(name, stand.trace(pid)));
        assertThat(traces.values()).as("%s", traces).doesNotContain("");
        return traces;
    }
}
