package io.dbvitals.guard.act;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TallyTest {
    @Test
    void hour_slides() {
        AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 7);
        Tally tally = new Tally(nanos::get);
        assertThat(tally.lastHour("shop")).isZero();
        tally.add("shop");
        nanos.addAndGet(Duration.ofMinutes(30).toNanos());
        tally.add("shop");
        assertThat(tally.lastHour("shop")).isEqualTo(2);
        assertThat(tally.lastHour("pay")).isZero();
        nanos.addAndGet(Duration.ofMinutes(30).toNanos() - 1);
        assertThat(tally.lastHour("shop")).as("a clock may overflow").isEqualTo(2);
        nanos.addAndGet(1);
        assertThat(tally.lastHour("shop")).isEqualTo(1);
    }
}
