package io.dbvitals.instrumentation.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbvitals.instrumentation.event.Event;
import io.dbvitals.instrumentation.event.EventDelivery;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DailyReportTest {
    private final Queue<Event> events = new ConcurrentLinkedQueue<>();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T05:59:59Z"));

    @ParameterizedTest
    @CsvSource({
        // An ordinary day, before, at and after the time.
        "06:00, UTC, 2026-01-01T05:59:59Z, 2026-01-01T06:00:00Z",
        "06:00, UTC, 2026-01-01T06:00:00Z, 2026-01-02T06:00:00Z",
        "06:00, Europe/Berlin, 2026-01-01T04:00:00Z, 2026-01-01T05:00:00Z",
        // The clock goes from 02:00 to 03:00: half past two is half past three.
        "02:30, Europe/Berlin, 2026-03-28T12:00:00Z, 2026-03-29T01:30:00Z",
        "02:30, Europe/Berlin, 2026-03-29T01:30:00Z, 2026-03-30T00:30:00Z",
        // The clock goes from 03:00 to 02:00: the first half past two, and not the second.
        "02:30, Europe/Berlin, 2026-10-24T12:00:00Z, 2026-10-25T00:30:00Z",
        "02:30, Europe/Berlin, 2026-10-25T00:30:00Z, 2026-10-26T01:30:00Z",
        // In summer the day begins an hour earlier.
        "06:00, Europe/Berlin, 2026-03-28T12:00:00Z, 2026-03-29T04:00:00Z",
        // Midnight does not exist on this date.
        "00:00, America/Santiago, 2026-09-05T12:00:00Z, 2026-09-06T04:00:00Z",
        // There was no 30 December 2011.
        "12:00, Pacific/Apia, 2011-12-29T23:00:00Z, 2011-12-30T22:00:00Z",
    })
    void next_isOnEachDateOnce(LocalTime time, ZoneId zone, Instant now, Instant next) {
        assertThat(new DailyTime(time, zone).after(now)).isEqualTo(next);
    }

    @Test
    void report_goesOutWhenDue_once() {
        EventDelivery delivery = EventDelivery.to(events::add);
        try (DailyReport report = DailyReport.of("shop", sixInTheMorning(), () -> "All is well.", delivery, now::get)) {
            report.look();
            assertThat(report.next()).isEqualTo(Instant.parse("2026-01-01T06:00:00Z"));
            now.set(Instant.parse("2026-01-01T06:00:10Z"));
            report.look();
            report.look();
            // The machine slept for three days.
            now.set(Instant.parse("2026-01-04T09:00:00Z"));
            report.look();
            report.look();
            assertThat(report.next()).isEqualTo(Instant.parse("2026-01-05T06:00:00Z"));
        }
        delivery.close();
        assertThat(events).hasSize(2).allSatisfy(event -> {
            assertThat(event.kind()).isEqualTo("daily_report");
            assertThat(event.subject()).isEqualTo("shop");
            assertThat(event.text()).isEqualTo("All is well.");
        });
    }

    @Test
    void failingReport_doesNotEndTheOthers() {
        EventDelivery delivery = EventDelivery.to(events::add);
        try (DailyReport report = DailyReport.of(
                "shop",
                sixInTheMorning(),
                () -> {
                    throw new IllegalStateException("no figures");
                },
                delivery,
                now::get)) {
            now.set(Instant.parse("2026-01-01T06:00:10Z"));
            report.look();
            assertThat(report.next()).isEqualTo(Instant.parse("2026-01-02T06:00:00Z"));
        }
        delivery.close();
        assertThat(events).isEmpty();
    }

    @Test
    void thread_isADaemon_andEndsWithIt() {
        EventDelivery delivery = EventDelivery.to(events::add);
        DailyReport report = DailyReport.start("shop", sixInTheMorning(), () -> "", delivery);
        await().until(() -> thread() != null);
        assertThat(thread().isDaemon()).isTrue();
        report.close();
        await().until(() -> thread() == null);
        delivery.close();
    }

    private static Thread thread() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("dbvitals-report"))
                .findFirst()
                .orElse(null);
    }

    private static DailyTime sixInTheMorning() {
        return new DailyTime(LocalTime.of(6, 0), ZoneOffset.UTC);
    }
}
