package io.dbvitals.instrumentation.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.instrumentation.event.Event;
import io.dbvitals.instrumentation.event.EventHandler;
import io.dbvitals.instrumentation.event.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class RateLimitedTest {
    private final List<Event> passed = new ArrayList<>();
    private long now;
    private final RateLimited handler = RateLimited.of(passed::add, 2, Duration.ofMinutes(1), () -> now);

    @Test
    void beyondTheLimit_isHeldBack_andCounted() throws Exception {
        for (int second = 0; second < 60; second += 10) {
            send(second, Severity.WARNING, "slow_statement", "a");
        }
        assertThat(passed).hasSize(2);
        send(60, Severity.WARNING, "slow_statement", "a");
        assertThat(passed).hasSize(3);
        assertThat(passed.get(2).text()).isEqualTo("Something happened. (4 more were held back)");
        assertThat(passed.get(2).attributes()).containsEntry("held_back", "4");
        send(61, Severity.WARNING, "slow_statement", "a");
        send(70, Severity.WARNING, "slow_statement", "a");
        assertThat(passed.get(3).text()).isEqualTo("Something happened. (1 more was held back)");
        assertThat(passed).hasSize(4);
    }

    @Test
    void kindsAndSubjects_haveTheirOwnLimit() throws Exception {
        for (int i = 0; i < 5; i++) {
            send(0, Severity.WARNING, "slow_statement", "a");
            send(0, Severity.WARNING, "slow_statement", "b");
            send(0, Severity.WARNING, "pool_exhausted", "a");
        }
        assertThat(passed).hasSize(6);
    }

    @Test
    void worse_isNotHeldBack() throws Exception {
        for (int i = 0; i < 5; i++) {
            send(0, Severity.WARNING, "pool_wait_high", "a");
        }
        for (int i = 0; i < 5; i++) {
            send(1, Severity.CRITICAL, "pool_wait_high", "a");
        }
        assertThat(passed)
                .extracting(Event::severity)
                .containsExactly(Severity.WARNING, Severity.WARNING, Severity.CRITICAL);
    }

    @Test
    void memory_isBounded() throws Exception {
        for (int i = 0; i < 10 * RateLimited.REMEMBERED; i++) {
            send(0, Severity.INFO, "kind", "subject " + i);
        }
        assertThat(handler.remembered()).isEqualTo(RateLimited.REMEMBERED);
    }

    @Test
    void wrappers_closeWhatTheyWrap() throws Exception {
        AtomicBoolean closed = new AtomicBoolean();
        EventHandler inner = new EventHandler() {
            @Override
            public void handle(Event event) {
                passed.add(event);
            }

            @Override
            public void close() {
                closed.set(true);
            }
        };
        EventHandler wrapped = AtLeast.of(Severity.WARNING, RateLimited.of(inner, 1, Duration.ofMinutes(1)));
        wrapped.handle(Events.of(Severity.INFO, "kind", "a"));
        assertThat(passed).isEmpty();
        wrapped.handle(Events.of(Severity.WARNING, "kind", "a"));
        wrapped.handle(Events.of(Severity.CRITICAL, "kind", "b"));
        assertThat(passed).hasSize(2);
        wrapped.close();
        assertThat(closed).isTrue();
    }

    @Test
    void limit_mustBePositive() {
        assertThatThrownBy(() -> RateLimited.of(passed::add, 0, Duration.ofMinutes(1)))
                .hasMessage("most must be at least 1, is 0");
    }

    private void send(long second, Severity severity, String kind, String subject) throws Exception {
        now = Duration.ofSeconds(second).toNanos();
        handler.handle(Events.of(severity, kind, subject));
    }
}
