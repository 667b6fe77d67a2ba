package io.dbvitals.scrape.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class AuthenticationPauseTest {
    private final AtomicLong clock = new AtomicLong();
    private final AuthenticationPause pause = new AuthenticationPause(clock::get);

    @Test
    void wrongPassword_pausesEveryDatabaseAndEachTimeTwiceAsLong() {
        pause.refused(1, "refused");
        assertPaused("a", "refused; tried again in 15 s");
        assertPaused("b", "refused; tried again in 15 s");
        pass(15);
        assertFree("a", 1);
        pause.refused(1, "refused");
        assertPaused("a", "refused; tried again in 30 s");
        for (int i = 0; i < 10; i++) {
            pause.refused(1, "refused");
        }
        assertPaused("a", "refused; tried again in 300 s");
    }

    @Test
    void otherCredentials_areTriedAtOnce() {
        pause.refused(1, "refused");
        assertFree("a", 2);
        pause.refused(2, "refused");
        assertThatThrownBy(() -> pause.check("a", 2)).hasMessage("refused; tried again in 15 s");
    }

    @Test
    void refusalOfOneDatabase_isNoneOfAnother() {
        pause.refused("a", 1, "no entry in pg_hba.conf");
        assertPaused("a", "no entry in pg_hba.conf; tried again in 15 s");
        assertFree("b", 1);
        pause.accepted("b");
        assertPaused("a", "no entry in pg_hba.conf; tried again in 15 s");
        pause.accepted("a");
        assertFree("a", 1);
    }

    private void assertPaused(String database, String message) {
        assertThatThrownBy(() -> pause.check(database, 1))
                .hasMessage(message)
                .asInstanceOf(InstanceOfAssertFactories.type(CollectException.class))
                .satisfies(failure -> assertThat(failure.reason()).isEqualTo(Reason.DENIED));
    }

    private void assertFree(String database, int credentials) {
        assertThatCode(() -> pause.check(database, credentials)).doesNotThrowAnyException();
    }

    private void pass(int seconds) {
        clock.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }
}
