package io.dbvitals.guard.act;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.config.guard.Acting;
import io.dbvitals.config.guard.GuardConfig;
import io.dbvitals.config.guard.GuardConfig.Limits;
import io.dbvitals.guard.audit.AuditException;
import io.dbvitals.guard.audit.AuditLog;
import io.dbvitals.guard.audit.AuditOutcome;
import io.dbvitals.guard.session.GuardedServer.Ending;
import io.dbvitals.guard.session.Seen;
import io.dbvitals.guard.session.Session.State;
import io.dbvitals.guard.session.Trait;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuardTest {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Limits WIDE = new Limits(10, 20, 10);

    @TempDir
    private Path folder;

    @Test
    void rootIsEndedFirst_andEachActionIsPlannedAnew() throws Exception {
        Ward ward = new Ward()
                .shows(new Seen()
                        .session(1, State.ACTIVE, HOUR)
                        .session(2, State.IDLE_IN_TRANSACTION, HOUR)
                        .waiter(3, 2, HOUR)
                        .session(4, State.ACTIVE, HOUR.multipliedBy(2)))
                .shows(new Seen().session(1, State.ACTIVE, HOUR))
                .shows(new Seen())
                .answers(Ending.DONE, Ending.DONE);
        Round round = guard(WIDE).act("shop", ward);
        assertThat(ward.asked)
                .as("the fourth has ended by itself meanwhile")
                .containsExactly("look", "claim", "look", "TERMINATE 2", "look", "CANCEL 1", "look");
        assertThat(round.deeds()).extracting(Deed::outcome).containsOnly(AuditOutcome.DONE);
        assertThat(round.troubled() || round.capped()).isFalse();
        assertThat(AuditLog.verify(audit()).isGood()).isTrue();
    }

    @Test
    void look_endsNothing() throws Exception {
        Ward ward = new Ward().shows(new Seen().session(1, State.ACTIVE, HOUR));
        assertThat(guard(WIDE).look("shop", ward).plan().steps()).hasSize(1);
        assertThat(ward.asked).containsExactly("look");
        assertThat(audit()).doesNotExist();
    }

    @Test
    void onlyWhatIsWanted_isEndedInEachLook() throws Exception {
        Ward ward = new Ward()
                .shows(new Seen().session(1, State.ACTIVE, HOUR).session(2, State.ACTIVE, HOUR))
                .shows(new Seen().session(1, State.ACTIVE, HOUR).session(3, State.ACTIVE, HOUR))
                .answers(Ending.DONE);
        Round round = guard(WIDE).act("shop", ward, step -> step.session().id() == 2);
        assertThat(ward.asked).containsExactly("look", "claim", "look", "CANCEL 2", "look");
        assertThat(round.plan().steps()).hasSize(1);
        Ward other = new Ward().shows(new Seen().session(1, State.ACTIVE, HOUR));
        assertThat(guard(WIDE).act("shop", other, step -> false).deeds()).isEmpty();
        assertThat(other.asked).containsExactly("look");
    }

    @Test
    void nothingToEnd_claimsNothing() throws Exception {
        Ward ward = new Ward().shows(new Seen().session(1, State.ACTIVE, Duration.ofSeconds(1)));
        assertThat(guard(WIDE).act("shop", ward).deeds()).isEmpty();
        assertThat(ward.asked).containsExactly("look");
    }

    @Test
    void otherGuard_isLeftToIt() throws Exception {
        Ward ward = new Ward().shows(new Seen().session(1, State.ACTIVE, HOUR)).taken();
        Round round = guard(WIDE).act("shop", ward);
        assertThat(ward.asked).containsExactly("look", "claim");
        assertThat(round.yielded()).contains("another guard works on db:5432; this one leaves it to it");
        assertThat(round.troubled()).isFalse();
    }

    /** Another guard has seen to it between the look and the claim. */
    @Test
    void plan_isThatOfALookAfterTheClaim() throws Exception {
        Ward ward = new Ward()
                .shows(new Seen().session(1, State.ACTIVE, HOUR))
                .shows(new Seen())
                .changesMeanwhile();
        assertThat(guard(WIDE).act("shop", ward).deeds()).isEmpty();
        assertThat(ward.asked).containsExactly("look", "claim", "look");
    }

    @Test
    void sessionThatDoesNotCancel_isTerminated() throws Exception {
        Ward ward = new Ward()
                .shows(new Seen().session(1, State.ACTIVE, HOUR))
                .shows(new Seen())
                .answers(Ending.TIMEOUT, Ending.DONE);
        assertThat(guard(WIDE).act("shop", ward).deeds()).singleElement().satisfies(deed -> {
            assertThat(deed.means()).isEqualTo("terminate");
            assertThat(deed.outcome()).isEqualTo(AuditOutcome.DONE);
        });
        assertThat(ward.asked).containsExactly("look", "claim", "look", "CANCEL 1", "TERMINATE 1", "look");
        assertThat(Files.readAllLines(audit())).hasSize(4);
    }

    @Test
    void sessionThatStays_isTriedTwice_andLeft() throws Exception {
        Ward ward = new Ward()
                .shows(new Seen().session(1, State.IDLE_IN_TRANSACTION, HOUR, Trait.HOLDS_HORIZON))
                .answers(Ending.TIMEOUT, Ending.TIMEOUT);
        Round round = guard(WIDE).act("shop", ward);
        assertThat(ward.asked).containsExactly("look", "claim", "look", "TERMINATE 1", "look", "TERMINATE 1", "look");
        assertThat(round.troubled()).isTrue();
    }

    @Test
    void deniedAction_isNotTriedAgain_andTheOthersAre() throws Exception {
        Ward ward = new Ward()
                .shows(new Seen().session(1, State.ACTIVE, HOUR.multipliedBy(2)).session(2, State.ACTIVE, HOUR))
                .shows(new Seen().session(1, State.ACTIVE, HOUR.multipliedBy(2)).session(2, State.ACTIVE, HOUR))
                .shows(new Seen().session(1, State.ACTIVE, HOUR.multipliedBy(2)))
                .answers(Ending.DENIED, Ending.DONE);
        Round round = guard(WIDE).act("shop", ward);
        assertThat(ward.asked).containsExactly("look", "claim", "look", "CANCEL 1", "look", "CANCEL 2", "look");
        assertThat(round.deeds()).extracting(Deed::outcome).containsExactly(AuditOutcome.DENIED, AuditOutcome.DONE);
        assertThat(round.deeds().get(0).detail()).isEqualTo("the right to end it is missing on db:5432");
        assertThat(round.troubled()).isTrue();
    }

    @Test
    void serverThatIsLost_leavesWhatWasDoneInTheAnswer() throws Exception {
        Ward ward = new Ward()
                .shows(new Seen().session(1, State.ACTIVE, HOUR.multipliedBy(2)).session(2, State.ACTIVE, HOUR))
                .shows(new Seen().session(2, State.ACTIVE, HOUR))
                .answers(Ending.DONE);
        Round round = guard(WIDE).act("shop", ward);
        assertThat(round.deeds()).extracting(Deed::outcome).containsExactly(AuditOutcome.DONE, AuditOutcome.FAILED);
        assertThat(round.troubles()).containsExactly("db:5432 is gone");
        assertThat(AuditLog.verify(audit()).isGood()).isTrue();
        assertThat(Files.readString(audit())).contains("\"sql_result\":\"SQLSTATE 08006\"");
    }

    @Test
    void recordThatCannotBeWritten_keepsTheActionFromBeingDone() {
        Ward ward = new Ward().shows(new Seen().session(1, State.ACTIVE, HOUR)).answers(Ending.DONE);
        Guard guard = guard(WIDE, new AuditLog(folder, Clock.systemUTC()), Duration.ZERO);
        assertThatThrownBy(() -> guard.act("shop", ward)).isInstanceOf(AuditException.class);
        assertThat(ward.asked).containsExactly("look", "claim", "look");
    }

    @Test
    void limitOfAUser_leavesTheOthersTheirTurn() throws Exception {
        Seen three = new Seen()
                .session(1, State.ACTIVE, HOUR.multipliedBy(3), "app", "shop", "web")
                .session(2, State.ACTIVE, HOUR.multipliedBy(2), "app", "shop", "web")
                .session(3, State.ACTIVE, HOUR, "etl", "shop", "web");
        Seen two = new Seen()
                .session(2, State.ACTIVE, HOUR.multipliedBy(2), "app", "shop", "web")
                .session(3, State.ACTIVE, HOUR, "etl", "shop", "web");
        Ward ward = new Ward().shows(three).shows(two).shows(new Seen()).answers(Ending.DONE, Ending.DONE);
        Round round = guard(new Limits(10, 20, 1)).act("shop", ward);
        assertThat(round.deeds())
                .extracting(deed ->
                        deed.step().session().id() + " " + deed.outcome().label())
                .containsExactly("1 done", "2 capped", "3 done");
        assertThat(round.capped()).isTrue();
        assertThat(round.troubled()).isFalse();
    }

    @Test
    void stop_endsTheCoolDown() throws Exception {
        Ward ward = new Ward()
                .shows(new Seen().session(1, State.ACTIVE, HOUR.multipliedBy(2)).session(2, State.ACTIVE, HOUR))
                .answers(Ending.DONE);
        Guard guard = guard(WIDE, new AuditLog(audit(), Clock.systemUTC()), Duration.ofDays(1));
        guard.stop();
        assertThat(guard.act("shop", ward).deeds()).hasSize(1);
        assertThat(guard.stopped()).isTrue();
    }

    private Path audit() {
        return folder.resolve("audit.jsonl");
    }

    private Guard guard(Limits limits) {
        return guard(limits, new AuditLog(audit(), Clock.systemUTC()), Duration.ZERO);
    }

    private static Guard guard(Limits limits, AuditLog audit, Duration coolDown) {
        GuardConfig config = new Acting().limits(limits).coolDown(coolDown).config();
        return new Guard(config, audit, new Guard.Caller("test", "cleanup", true));
    }
}
