package io.dbvitals.guard.act;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.guard.GuardConfig.Action;
import io.dbvitals.config.guard.GuardConfig.Limits;
import io.dbvitals.guard.audit.AuditEntry;
import io.dbvitals.guard.audit.AuditField;
import io.dbvitals.guard.audit.AuditLog;
import io.dbvitals.guard.plan.Step;
import io.dbvitals.guard.session.Seen;
import io.dbvitals.guard.session.Session;
import io.dbvitals.guard.session.Session.State;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CapsTest {
    private static final Instant NOW = Instant.parse("2024-01-15T10:30:45Z");

    @TempDir
    private Path folder;

    private AuditLog audit;

    @BeforeEach
    void open() {
        audit = log(NOW);
    }

    @Test
    void round_hasItsLimit() throws Exception {
        Caps caps = new Caps(new Limits(2, 9, 9), audit, "shop");
        caps.count(step("app"));
        assertThat(caps.reached()).isEmpty();
        caps.count(step("etl"));
        assertThat(caps.reached()).contains("the limit of 2 actions in a round is reached");
        assertThat(new Caps(new Limits(2, 9, 9), audit, "shop").reached())
                .as("the next round")
                .isEmpty();
    }

    @Test
    void user_hasItsLimit() throws Exception {
        Caps caps = new Caps(new Limits(9, 9, 1), audit, "shop");
        caps.count(step("app"));
        assertThat(caps.reached()).isEmpty();
        assertThat(caps.reached(step("app")))
                .contains("the limit of 1 actions in a round against the sessions of one user is reached");
        assertThat(caps.reached(step("etl"))).isEmpty();
    }

    @Test
    void hour_hasItsLimit_overAllRoundsOfATarget() throws Exception {
        audit.begin(AuditEntry.of("cancel", "shop").with(AuditField.MODE, "cleanup"));
        audit = log(NOW.plus(Duration.ofHours(1)));
        assertThat(new Caps(new Limits(9, 1, 9), audit, "shop").reached())
                .contains("the limit of 1 actions in an hour is reached");
        assertThat(new Caps(new Limits(9, 1, 9), audit, "pay").reached()).isEmpty();
        audit = log(NOW.plus(Duration.ofHours(1)).plusNanos(1_000));
        assertThat(new Caps(new Limits(9, 1, 9), audit, "shop").reached()).isEmpty();
    }

    private AuditLog log(Instant now) {
        return new AuditLog(folder.resolve("audit.jsonl"), Clock.fixed(now, ZoneOffset.UTC));
    }

    private static Step step(String user) {
        Session session = new Seen()
                .session(1, State.ACTIVE, Duration.ofHours(1), user, "shop", "web")
                .snapshot()
                .session(1)
                .orElseThrow();
        return new Step("long_queries", Action.END, session, "", Set.of());
    }
}
