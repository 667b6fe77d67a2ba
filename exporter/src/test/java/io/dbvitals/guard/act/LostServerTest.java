package io.dbvitals.guard.act;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.guard.GuardConfig;
import io.dbvitals.guard.audit.AuditLog;
import io.dbvitals.guard.audit.AuditOutcome;
import io.dbvitals.guard.session.GuardedServer;
import io.dbvitals.guard.session.Seen;
import io.dbvitals.guard.session.Session;
import io.dbvitals.guard.session.Session.State;
import io.dbvitals.guard.session.Snapshot;
import io.dbvitals.guard.session.Trait;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is lost amid a round: what was done until then is told, and so is counted. */
class LostServerTest {

    @TempDir
    private Path folder;

    @Test
    void serverLost_afterAnAction_leavesTheDeed() throws Exception {
        Round round = act(new Losing(false));

        assertThat(round.deeds()).extracting(Deed::outcome).containsExactly(AuditOutcome.DONE);
        assertThat(round.troubles()).containsExactly("connection lost");
        assertThat(round.troubled()).isTrue();
    }

    @Test
    void serverLost_amidAnAction_isAnActionThatFailed() throws Exception {
        Round round = act(new Losing(true));

        assertThat(round.deeds()).extracting(Deed::outcome).containsExactly(AuditOutcome.FAILED);
        assertThat(round.deeds()).extracting(Deed::detail).containsExactly("connection lost");
        assertThat(AuditLog.verify(folder.resolve("audit.jsonl")).isGood()).isTrue();
    }

    private Round act(GuardedServer server) throws Exception {
        GuardConfig config = GuardConfig.OFF.only(List.of("idle_in_transaction"));
        AuditLog audit = new AuditLog(folder.resolve("audit.jsonl"), Clock.systemUTC());
        return new Guard(config, audit, new Guard.Caller("somebody", "cleanup", true)).act("primary", server);
    }

    /** It can be looked at before and after it is claimed. */
    private static final class Losing implements GuardedServer {
        private static final Snapshot SEEN = new Seen()
                .session(1, State.IDLE_IN_TRANSACTION, Duration.ofHours(1), Trait.HOLDS_HORIZON)
                .snapshot();

        private final boolean amid;
        private final Deque<Snapshot> looks = new ArrayDeque<>(List.of(SEEN, SEEN));

        Losing(boolean amid) {
            this.amid = amid;
        }

        @Override
        public String address() {
            return "db1:5432";
        }

        @Override
        public boolean claim() {
            return true;
        }

        @Override
        public Snapshot look() throws CollectException {
            if (looks.isEmpty()) {
                throw new CollectException(Reason.UNREACHABLE, "connection lost");
            }
            return looks.remove();
        }

        @Override
        public Ending end(Session session, Means means, Duration wait) throws CollectException {
            if (amid) {
                throw new CollectException(Reason.UNREACHABLE, "connection lost");
            }
            return Ending.DONE;
        }

        @Override
        public void close() {}
    }
}
