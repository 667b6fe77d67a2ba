package io.dbvitals.app.deadman;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.app.deadman.Pulse.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PulseTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final Expected WATCHDOG = new Expected(Map.of("alertname", "Watchdog"));

    private final AtomicLong nanos = new AtomicLong(-5);

    @Test
    void alarm_isRaisedAfterTheTimeout_andEndsWithABeat() {
        Pulse pulse = pulse(State.NEW);
        pulse.beat(Duration.ZERO);
        pass(Duration.ofMinutes(5));
        assertThat(pulse.look().alarming()).isFalse();
        pass(Duration.ofSeconds(12));
        assertThat(pulse.look().alarming()).isTrue();
        assertThat(pulse.look().news(WATCHDOG).text())
                .isEqualTo(
                        "no Watchdog for 5m, it was last seen at 2026-01-01T12:00:00Z: Prometheus, Alertmanager or the way from "
                                + "there to here is down, and no other alert arrives");
        pulse.beat(Duration.ZERO);
        assertThat(pulse.look().alarming()).isFalse();
        assertThat(pulse.look().news(WATCHDOG).text()).isEqualTo("Watchdog is back: alerts arrive again");
    }

    @Test
    void never_isAnAlarmToo() {
        Pulse pulse = pulse(State.NEW);
        pulse.none("http://am:9093 does not answer: ConnectException");
        pass(Duration.ofMinutes(6));
        assertThat(pulse.look().news(WATCHDOG).text())
                .startsWith("no Watchdog for 6m, it was never seen: ")
                .endsWith("(http://am:9093 does not answer: ConnectException)");
        assertThat(pulse.look().news(WATCHDOG).json())
                .startsWith("{\"status\":\"dead\",\"text\":\"no Watchdog for")
                .endsWith("\"alert\":\"Watchdog\",\"last_seen\":null,\"silent_seconds\":360.0}");
    }

    @Test
    void restart_waitsAnew() {
        Pulse pulse = pulse(new State(Optional.of(NOON.minusSeconds(90_000)), Optional.empty()));
        pass(Duration.ofMinutes(4));
        assertThat(pulse.look().alarming()).isFalse();
    }

    @Test
    void alarm_outlivesARestart_untilABeat() {
        Pulse pulse = pulse(new State(Optional.empty(), Optional.of(NOON.minusSeconds(60))));
        assertThat(pulse.look().alarming()).isTrue();
        pulse.beat(Duration.ZERO);
        assertThat(pulse.look().state()).isEqualTo(new State(Optional.of(NOON), Optional.empty()));
    }

    /** Alertmanager shows an alert for minutes after Prometheus has sent it for the last time. */
    @Test
    void ageOfAnAlert_counts() {
        Pulse pulse = pulse(State.NEW);
        pulse.beat(Duration.ofMinutes(2));
        pass(Duration.ofMinutes(2));
        pulse.beat(Duration.ofMinutes(4));
        assertThat(pulse.look().beats()).as("the same once more").isEqualTo(1);
        pass(Duration.ofMinutes(2));
        pulse.beat(Duration.ofMinutes(6));
        assertThat(pulse.look().alarming()).isTrue();
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private Pulse pulse(State state) {
        return new Pulse(Duration.ofMinutes(5), state, nanos::get, () -> NOON);
    }
}
