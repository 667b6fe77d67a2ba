package io.dbvitals.scrape;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class DeadlineTest {
    /** Near the overflow, as nanoTime may be anywhere. */
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);

    private final Deadline deadline = Deadline.after(Duration.ofSeconds(2), nanos::get);

    @Test
    void remaining_shrinksToZero() {
        assertThat(deadline.remaining()).isEqualTo(Duration.ofSeconds(2));
        assertThat(deadline.passed()).isFalse();
        nanos.addAndGet(Duration.ofMillis(1500).toNanos());
        assertThat(deadline.remaining()).isEqualTo(Duration.ofMillis(500));
        nanos.addAndGet(Duration.ofMillis(500).toNanos());
        assertThat(deadline.passed()).isTrue();
        nanos.addAndGet(1);
        assertThat(deadline.remaining()).isZero();
        assertThat(deadline.passed()).isTrue();
    }

    @Test
    void atMost_isTheEarlier() {
        assertThat(deadline.atMost(Duration.ofSeconds(1)).remaining()).isEqualTo(Duration.ofSeconds(1));
        assertThat(deadline.atMost(Duration.ofSeconds(3))).isSameAs(deadline);
    }
}
