package io.dbvitals.app.deadman.tell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TellerTest {
    private final AtomicLong nanos = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final Recorder channel = new Recorder();

    @Test
    void alarm_isToldAtOnce_repeated_andTakenBackOnce() throws Exception {
        Teller teller = teller(false);
        look(teller, false);
        look(teller, true);
        look(teller, true);
        pass(Duration.ofHours(1));
        look(teller, true);
        look(teller, false);
        look(teller, false);
        pass(Duration.ofHours(2));
        look(teller, false);
        assertThat(channel.told).containsExactly("dead", "dead", "alive");
    }

    @Test
    void failure_isCounted_andTriedAgainLater() throws Exception {
        Teller teller = teller(false);
        channel.broken = true;
        look(teller, true);
        channel.broken = false;
        look(teller, true);
        assertThat(channel.told).as("not at once").isEmpty();
        pass(Duration.ofSeconds(30));
        look(teller, true);
        assertThat(channel.told).containsExactly("dead");
        assertThat(failures).hasValue(1);
    }

    /** Who was never told that it is dead need not hear that it is alive. */
    @Test
    void endOfAnAlarmThatCouldNotBeTold_isNotTold_andTheNextIsAtOnce() throws Exception {
        Teller teller = teller(false);
        channel.broken = true;
        look(teller, true);
        channel.broken = false;
        look(teller, false);
        assertThat(channel.told).isEmpty();
        look(teller, true);
        assertThat(channel.told).containsExactly("dead");
    }

    @Test
    void alarmFromBeforeARestart_isNotToldAnew_butItsEndIs() throws Exception {
        Teller teller = teller(true);
        look(teller, true);
        assertThat(channel.told).isEmpty();
        look(teller, false);
        assertThat(channel.told).containsExactly("alive");
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private Teller teller(boolean toldDead) {
        return new Teller(channel, Duration.ofHours(1), toldDead, nanos::get, failures);
    }

    private static void look(Teller teller, boolean dead) throws InterruptedException {
        teller.look(new News(dead, "Watchdog", Optional.empty(), Optional.empty(), Optional.empty()));
    }

    private static final class Recorder implements Channel {
        private final List<String> told = new ArrayList<>();
        private boolean broken;

        @Override
        public String name() {
            return "recorder";
        }

        @Override
        public void tell(News news) throws IOException {
            if (broken) {
                throw new IOException("broken");
            }
            told.add(news.status());
        }
    }
}
