package io.dbvitals.vector.probe.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class WindowTest {
    private final AtomicLong clock = new AtomicLong();
    private final Window window = new Window(clock::get);

    @Test
    void quantiles_areExact() {
        for (int i = 1000; i > 0; i--) {
            window.add(i);
        }
        assertThat(values()).containsExactly(500.0, 950.0, 990.0);
    }

    @Test
    void quantiles_ofTooFew_areAbsent() {
        for (int i = 1; i < Window.FEWEST; i++) {
            window.add(i);
        }
        assertThat(window.quantiles()).isEmpty();
        window.add(300);
        assertThat(values()).containsExactly(150.0, 285.0, 297.0);
    }

    @Test
    void oldOnes_areForgotten() {
        for (int i = 0; i < Window.FEWEST; i++) {
            window.add(1000);
        }
        clock.addAndGet(Window.SPAN.toNanos());
        assertThat(values()).contains(1000.0);
        clock.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(window.quantiles()).isEmpty();
        for (int i = 0; i < Window.FEWEST; i++) {
            window.add(2);
        }
        assertThat(values()).containsExactly(2.0, 2.0, 2.0);
    }

    @Test
    void ofVeryMany_theLatestCount() {
        for (int i = 0; i < 3 * Window.MOST; i++) {
            window.add(i < 2 * Window.MOST ? 1 : 2);
        }
        assertThat(values()).containsExactly(2.0, 2.0, 2.0);
    }

    private List<Double> values() {
        return java.util.stream.StreamSupport.stream(
                        window.quantiles().orElseThrow().spliterator(), false)
                .map(each -> each.getValue())
                .toList();
    }
}
