package io.dbvitals.guard.plan;

import static io.dbvitals.guard.plan.Asked.ended;
import static io.dbvitals.guard.plan.Asked.why;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.guard.Acting;
import io.dbvitals.config.guard.GuardConfig;
import io.dbvitals.config.guard.GuardConfig.Action;
import io.dbvitals.config.guard.GuardConfig.Measure;
import io.dbvitals.config.guard.GuardConfig.Rule;
import io.dbvitals.guard.session.Seen;
import io.dbvitals.guard.session.Session.State;
import io.dbvitals.guard.session.Snapshot;
import io.dbvitals.guard.session.Trait;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom no rule ends, whatever it does. */
class SparedTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void protectedRoot_isSpared() {
        Snapshot snapshot = new Seen()
                .session(1, State.ACTIVE, HOUR, Trait.SUPERUSER)
                .waiter(2, 1, HOUR)
                .snapshot();
        assertThat(ended(snapshot)).isEmpty();
        assertThat(why(1, "blocked", snapshot))
                .isEqualTo("blocks 1 session, the longest for 1h, but protected: of a superuser");
    }

    @ParameterizedTest
    @EnumSource(Trait.class)
    void protectedKind_isNeverEnded(Trait trait) {
        for (State state : List.of(State.ACTIVE, State.IDLE_IN_TRANSACTION, State.IDLE)) {
            Snapshot snapshot =
                    new Seen().session(1, state, HOUR, trait).waiter(2, 1, HOUR).snapshot();
            assertThat(ended(snapshot).contains(1L)).as("%s %s", trait, state).isEqualTo(!trait.protects());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "pg_dump",
                "pg_dumpall",
                "pg_basebackup",
                "pgBackRest [backup]",
                "barman_receive_wal",
                "Patroni heartbeat",
                "pg_repack",
                "PG_DUMP",
                "mydumper"
            })
    void tool_isNeverEnded(String application) {
        Snapshot snapshot = new Seen()
                .session(1, State.ACTIVE, HOUR, "app", "shop", application)
                .snapshot();
        assertThat(ended(snapshot)).isEmpty();
        assertThat(why(1, "long_queries", snapshot)).contains("is a backup, replication or maintenance tool");
    }

    @Test
    void nameThatOnlyBeginsLikeATool_isNone() {
        assertThat(ended(new Seen()
                        .session(1, State.ACTIVE, HOUR, "app", "shop", "pg_dumpster")
                        .snapshot()))
                .containsExactly(1L);
    }

    @Test
    void whomTheUserProtects_isSpared() {
        GuardConfig.Protect protect = new GuardConfig.Protect(List.of("etl.*"), List.of("boss*"), List.of("pay"));
        Rule rule = Rule.of(Measure.LONG_QUERIES, false, 1, 1, Action.END, Duration.ofSeconds(3));
        Planner planner = new Planner(
                new Acting().protect(protect).rules(Map.of("long", rule)).config(), false);
        Snapshot snapshot = new Seen()
                .session(1, State.ACTIVE, HOUR, "app", "shop", "etl-7")
                .session(2, State.ACTIVE, HOUR, "boss1", "shop", "web")
                .session(3, State.ACTIVE, HOUR, "app", "pay", "web")
                .session(4, State.ACTIVE, HOUR, "app", "shop", "web")
                .snapshot();
        assertThat(planner.plan(snapshot).steps())
                .extracting(step -> step.session().id())
                .containsExactly(4L);
        assertThat(planner.explain(snapshot)
                        .apply(snapshot.session(1).orElseThrow())
                        .get("long")
                        .why())
                .isEqualTo("runs for 1h, but protected: protect.applications has \"etl-7\"");
    }
}
