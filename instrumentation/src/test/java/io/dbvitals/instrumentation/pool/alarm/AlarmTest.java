package io.dbvitals.instrumentation.pool.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.instrumentation.event.Severity;
import io.dbvitals.instrumentation.pool.alarm.Alarm.Change;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AlarmTest {
    private static final Optional<Severity> BAD = Optional.of(Severity.WARNING);
    private static final Optional<Severity> WORSE = Optional.of(Severity.CRITICAL);
    private static final Optional<Severity> FINE = Optional.empty();

    private final Alarm alarm = new Alarm(Duration.ofSeconds(3), Duration.ofSeconds(10), Duration.ofSeconds(60));

    @Test
    void whatDoesNotLast_isNotTold() {
        assertThat(look(0, BAD, false)).isEqualTo(Change.NONE);
        assertThat(look(2, BAD, false)).isEqualTo(Change.NONE);
        assertThat(look(3, FINE, true)).isEqualTo(Change.NONE);
        assertThat(look(4, BAD, false)).isEqualTo(Change.NONE);
        assertThat(look(6, BAD, false)).isEqualTo(Change.NONE);
        assertThat(look(7, BAD, false)).isEqualTo(Change.RAISED);
        assertThat(look(8, BAD, false)).isEqualTo(Change.NONE);
    }

    @Test
    void flapping_isOneAlarm() {
        look(0, BAD, false);
        assertThat(look(3, BAD, false)).isEqualTo(Change.RAISED);
        for (int second = 4; second < 60; second++) {
            boolean bad = second % 5 == 0;
            assertThat(look(second, bad ? BAD : FINE, !bad))
                    .as("second %d", second)
                    .isEqualTo(Change.NONE);
        }
        assertThat(look(61, FINE, true)).isEqualTo(Change.NONE);
        assertThat(look(66, FINE, true)).isEqualTo(Change.CLEARED);
        assertThat(look(67, FINE, true)).isEqualTo(Change.NONE);
    }

    @Test
    void between_isNeitherBadNorOver() {
        look(0, BAD, false);
        look(3, BAD, false);
        assertThat(look(50, FINE, false)).isEqualTo(Change.NONE);
        assertThat(look(51, FINE, true)).isEqualTo(Change.NONE);
        assertThat(look(60, FINE, false)).isEqualTo(Change.NONE);
        assertThat(look(61, FINE, true)).isEqualTo(Change.NONE);
        assertThat(look(71, FINE, true)).isEqualTo(Change.CLEARED);
    }

    @Test
    void worse_isToldAtOnce_better_isNot() {
        look(0, BAD, false);
        look(3, BAD, false);
        assertThat(look(4, WORSE, false)).isEqualTo(Change.RAISED);
        assertThat(look(5, BAD, false)).isEqualTo(Change.NONE);
        assertThat(look(6, WORSE, false)).isEqualTo(Change.NONE);
    }

    @Test
    void whatLasts_isToldAgain() {
        look(0, BAD, false);
        look(3, BAD, false);
        assertThat(look(62, BAD, false)).isEqualTo(Change.NONE);
        assertThat(look(63, BAD, false)).isEqualTo(Change.REMINDED);
        assertThat(look(64, BAD, false)).isEqualTo(Change.NONE);
        assertThat(look(123, BAD, false)).isEqualTo(Change.REMINDED);
    }

    private Change look(int second, Optional<Severity> severity, boolean over) {
        return alarm.look(Duration.ofSeconds(second).toNanos(), severity, over);
    }
}
