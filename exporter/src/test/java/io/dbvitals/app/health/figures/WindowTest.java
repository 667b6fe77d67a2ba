package io.dbvitals.app.health.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WindowTest {
    private final AtomicLong clock = new AtomicLong();
    private final Window window = new Window(clock::get);

    @Test
    void firstReading_givesNoRate() {
        assertThat(window.add(Map.of("a", 5.0))).isEmpty();
        pass(Duration.ofSeconds(30));
        Change change = window.add(Map.of("a", 8.0, "new", 1.0)).orElseThrow();
        assertThat(change.grown("a")).contains(3.0);
        assertThat(change.perSecond("a")).contains(0.1);
        assertThat(change.grown("new")).as("never guessed").isEmpty();
    }

    @Test
    void growth_isThatOfFiveMinutes() {
        for (int i = 0; i < 20; i++) {
            var unused = window.add(Map.of("a", i == 0 ? -1000.0 : i));
            pass(Duration.ofSeconds(30));
        }
        Change change = window.add(Map.of("a", 20.0)).orElseThrow();
        assertThat(change.over()).isEqualTo(Duration.ofMinutes(5));
        assertThat(change.grown("a")).contains(10.0);
    }

    @Test
    void restart_beginsAnew() {
        var unused = window.add(Map.of("a", 5.0));
        pass(Duration.ofSeconds(30));
        assertThat(window.add(Map.of("a", 1.0))).isEmpty();
        pass(Duration.ofSeconds(30));
        assertThat(window.add(Map.of("a", 2.0)).orElseThrow().grown("a")).contains(1.0);
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }
}
