package io.dbvitals.sql;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.scrape.CollectException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AuthenticationPauseTest {
    private static final int CREDENTIALS = 7;

    private final AtomicLong nanos = new AtomicLong(-5);
    private final AuthenticationPause pause = new AuthenticationPause(nanos::get);

    @Test
    void refusedCredentials_areNotTriedForFifteenSeconds() {
        assertTried(CREDENTIALS);
        pause.refused(CREDENTIALS, "password authentication failed");
        assertPaused("password authentication failed; tried again in 15 s");
        after(Duration.ofMillis(14_900));
        assertPaused("password authentication failed; tried again in 1 s");
        after(Duration.ofMillis(100));
        assertTried(CREDENTIALS);
    }

    @Test
    void pause_doublesUpToFiveMinutes() {
        for (int seconds : new int[] {15, 30, 60, 120, 240, 300, 300}) {
            pause.refused(CREDENTIALS, "no");
            assertPaused("no; tried again in " + seconds + " s");
            after(Duration.ofSeconds(seconds));
            assertTried(CREDENTIALS);
        }
    }

    @Test
    void changedCredentials_areTriedAtOnce_andPausedAnew() {
        pause.refused(CREDENTIALS, "no");
        pause.refused(CREDENTIALS, "no");
        assertTried(8);
        pause.refused(8, "no");
        assertTried(CREDENTIALS);
        assertThatThrownBy(() -> pause.check(8)).hasMessage("no; tried again in 15 s");
    }

    @Test
    void acceptedCredentials_endThePause() {
        pause.refused(CREDENTIALS, "no");
        pause.accepted();
        assertTried(CREDENTIALS);
        pause.refused(CREDENTIALS, "no");
        assertPaused("no; tried again in 15 s");
    }

    private void assertTried(int credentials) {
        assertThatCode(() -> pause.check(credentials)).doesNotThrowAnyException();
    }

    private void assertPaused(String message) {
        assertThatThrownBy(() -> pause.check(CREDENTIALS))
                .isInstanceOf(CollectException.class)
                .hasMessage(message);
    }

    private void after(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
