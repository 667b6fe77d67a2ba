package io.dbvitals.instrumentation.pool.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.instrumentation.event.Event;
import io.dbvitals.instrumentation.event.Severity;
import io.dbvitals.instrumentation.pool.state.Health;
import io.dbvitals.instrumentation.pool.state.Leak;
import io.dbvitals.instrumentation.pool.state.PoolReading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoolAlarmsTest {
    private final PoolAlarms alarms = new PoolAlarms("orders", PoolLimits.DEFAULTS);
    private final List<Event> events = new ArrayList<>();
    private int second;

    @Test
    void exhaustion_isCriticalOnceItLasts_andIsOverAMinuteLater() {
        look(10, 3);
        look(10, 3);
        assertThat(events).isEmpty();
        look(10, 3);
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo("pool_exhausted");
            assertThat(event.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(event.subject()).isEqualTo("orders");
            assertThat(event.text())
                    .isEqualTo("Pool orders is exhausted: all 10 connections are in use and 3 threads wait for one.");
            assertThat(event.attributes())
                    .containsEntry("active", "10")
                    .containsEntry("max", "10")
                    .containsEntry("waiting", "3")
                    .containsEntry("utilisation", "100 %");
        });
        events.clear();
        for (int i = 0; i < 60; i++) {
            look(2, 0);
        }
        assertThat(events).isEmpty();
        look(2, 0);
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo("pool_recovered");
            assertThat(event.severity()).isEqualTo(Severity.INFO);
            assertThat(event.text()).isEqualTo("Pool orders has recovered from pool_exhausted after 63 s.");
            assertThat(event.attributes()).containsEntry("from", "pool_exhausted");
        });
    }

    @Test
    void allInUse_isNotExhausted_whileNobodyWaits() {
        for (int i = 0; i < 20; i++) {
            look(10, 0);
        }
        assertThat(events).isEmpty();
    }

    @Test
    void highUse_isAWarning_thatEndsATenthBelow() {
        for (int i = 0; i <= 30; i++) {
            look(8, 0);
        }
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo("pool_use_high");
            assertThat(event.severity()).isEqualTo(Severity.WARNING);
            assertThat(event.text())
                    .isEqualTo("Pool orders is nearly exhausted: 8 of 10 connections are in use (80 %).");
        });
        events.clear();
        for (int i = 0; i < 100; i++) {
            look(7, 0);
        }
        assertThat(events).as("0.7 is between").isEmpty();
        for (int i = 0; i <= 60; i++) {
            look(6, 0);
        }
        assertThat(events).extracting(Event::kind).containsExactly("pool_recovered");
    }

    @Test
    void waits_areJudgedByOneInTwenty() {
        look(1, 0, new Tally(100, 4, 0, 0, 0));
        assertThat(events).isEmpty();
        look(1, 0, new Tally(10, 2, 0, 0, 0));
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo("pool_wait_high");
            assertThat(event.severity()).isEqualTo(Severity.WARNING);
            assertThat(event.text())
                    .isEqualTo("Requests wait long for a connection of pool orders: 6 of 110 within 10 s for 250 ms"
                            + " or more, where one in twenty may wait 250 ms.");
        });
        look(1, 0, new Tally(10, 10, 10, 0, 0));
        assertThat(events).hasSize(2);
        assertThat(events.get(1).severity()).isEqualTo(Severity.CRITICAL);
        assertThat(events.get(1).text()).endsWith("where one in twenty may wait 1 s.");
    }

    /** One very slow request makes nothing critical, and so the sentence must not say that it did. */
    @Test
    void waits_areToldWithTheLimitOfTheirSeverity() {
        look(1, 0, new Tally(20, 4, 1, 0, 0));
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.severity()).isEqualTo(Severity.WARNING);
            assertThat(event.text()).endsWith("where one in twenty may wait 250 ms.");
        });
    }

    @Test
    void oneSlowRequest_isNoEvent() {
        look(1, 0, new Tally(1, 1, 1, 0, 0));
        look(1, 0, new Tally(1, 1, 1, 0, 0));
        assertThat(events).isEmpty();
    }

    @Test
    void timeoutsAndErrors_areToldAtOnce_andOnce() {
        look(1, 0, new Tally(2, 0, 0, 2, 0));
        look(1, 0, new Tally(2, 0, 0, 2, 3));
        look(1, 0, new Tally(2, 0, 0, 2, 3));
        assertThat(events).extracting(Event::kind).containsExactly("pool_timeouts", "pool_errors");
        assertThat(events)
                .extracting(Event::text)
                .containsExactly(
                        "Requests gave up waiting for a connection of pool orders: 2 within 10 s.",
                        "Requests got no connection of pool orders because of errors: 3 within 10 s.");
    }

    @Test
    void failingHealthCheck_isCritical_andUnknownSaysNothing() {
        look(Health.UNKNOWN);
        look(new Health(Health.Status.DOWN, Duration.ofSeconds(1), "SQLException 57P01"));
        assertThat(events).singleElement().satisfies(event -> {
            assertThat(event.kind()).isEqualTo("pool_unhealthy");
            assertThat(event.severity()).isEqualTo(Severity.CRITICAL);
            assertThat(event.text()).isEqualTo("The health check of pool orders fails: SQLException 57P01");
        });
        events.clear();
        for (int i = 0; i <= 60; i++) {
            look(new Health(Health.Status.UP, Duration.ofMillis(1), ""));
        }
        assertThat(events).extracting(Event::kind).containsExactly("pool_recovered");
    }

    @Test
    void whatLasts_isRemindedOf() {
        for (int i = 0; i < 603; i++) {
            look(10, 1);
        }
        assertThat(events)
                .filteredOn(event -> event.kind().equals("pool_exhausted"))
                .extracting(Event::text)
                .containsExactly(
                        "Pool orders is exhausted: all 10 connections are in use and 1 thread waits for one.",
                        "Pool orders is exhausted: all 10 connections are in use and 1 thread waits for one."
                                + " This has lasted for 602 s.");
    }

    @Test
    void leaks_areOneEvent() {
        StackTraceElement call = new StackTraceElement("app.Orders", "load", "Orders.java", 7);
        Event event = alarms.leaks(
                        Instant.EPOCH,
                        List.of(
                                new Leak(Duration.ofSeconds(301), "worker-1", List.of(call)),
                                new Leak(Duration.ofSeconds(300), "worker-2", List.of())))
                .orElseThrow();
        assertThat(event.kind()).isEqualTo("connection_leak");
        assertThat(event.text())
                .isEqualTo("A connection of pool orders taken by worker-1 and 1 more has not come back for 301 s.");
        assertThat(event.attributes())
                .containsEntry("borrower", "app.Orders.load(Orders.java:7)")
                .containsEntry("leaks", "2");
        assertThat(alarms.leaks(Instant.EPOCH, List.of())).isEmpty();
    }

    @Test
    void limits_mustMakeSense() {
        assertThatThrownBy(() -> PoolLimits.DEFAULTS.withHighUse(80, Duration.ofSeconds(30)))
                .hasMessage("highUse must be above 0 and at most 1, is 80.0");
        assertThatThrownBy(() -> PoolLimits.DEFAULTS.withWaits(Duration.ofSeconds(2), Duration.ofSeconds(1)))
                .hasMessage("waitCritical (PT1S) must not be below waitWarning (PT2S)");
    }

    @Test
    void defaults_areThoseOfTheShippedAlerts() {
        assertThat(PoolLimits.DEFAULTS.highUse()).isEqualTo(0.8);
    }

    private void look(int active, int waiting) {
        look(active, waiting, Tally.NONE);
    }

    private void look(int active, int waiting, Tally since) {
        look(new PoolReading(10, active, 10 - active, waiting, 10, 10, 10), since, Health.UNKNOWN);
    }

    private void look(Health health) {
        look(new PoolReading(10, 1, 9, 0, 10, 10, 10), Tally.NONE, health);
    }

    private void look(PoolReading reading, Tally since, Health health) {
        Instant now = Instant.EPOCH.plusSeconds(second);
        events.addAll(alarms.look(now, Duration.ofSeconds(second++).toNanos(), reading, since, health));
    }
}
