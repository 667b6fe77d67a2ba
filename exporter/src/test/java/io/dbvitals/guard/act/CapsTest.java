package io.dbvitals.guard.act;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.guard.GuardConfig.Action;
import io.dbvitals.config.guard.GuardConfig.Limits;
import io.dbvitals.guard.plan.Step;
import io.dbvitals.guard.session.Seen;
import io.dbvitals.guard.session.Session;
import io.dbvitals.guard.session.Session.State;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CapsTest {
    private final AtomicLong nanos = new AtomicLong(-5);
    private final Tally tally = new Tally(nanos::get);

    @Test
    void round_hasItsLimit() {
        Caps caps = new Caps(new Limits(2, 9, 9), tally, "shop");
        caps.count(step("app"));
        assertThat(caps.reached()).isEmpty();
        caps.count(step("etl"));
        assertThat(caps.reached()).contains("the limit of 2 actions in a round is reached");
        assertThat(new Caps(new Limits(2, 9, 9), tally, "shop").reached())
                .as("the next round")
                .isEmpty();
    }

    @Test
    void user_hasItsLimit() {
        Caps caps = new Caps(new Limits(9, 9, 1), tally, "shop");
        caps.count(step("app"));
        assertThat(caps.reached()).isEmpty();
        assertThat(caps.reached(step("app")))
                .contains("the limit of 1 actions in a round against the sessions of one user is reached");
        assertThat(caps.reached(step("etl"))).isEmpty();
    }

    @Test
    void hour_hasItsLimit_overAllRoundsOfATarget() {
        new Caps(new Limits(9, 1, 9), tally, "shop").count(step("app"));
        assertThat(new Caps(new Limits(9, 1, 9), tally, "shop").reached())
                .contains("the limit of 1 actions in an hour is reached");
        assertThat(new Caps(new Limits(9, 1, 9), tally, "pay").reached()).isEmpty();
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        assertThat(new Caps(new Limits(9, 1, 9), tally, "shop").reached()).isEmpty();
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
