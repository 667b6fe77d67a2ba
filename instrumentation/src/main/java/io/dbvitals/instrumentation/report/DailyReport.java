package io.dbvitals.instrumentation.report;

import io.dbvitals.instrumentation.event.Event;
import io.dbvitals.instrumentation.event.EventDelivery;
import io.dbvitals.instrumentation.event.Severity;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a text each day at the same time, as an event of kind {@code daily_report}; one daemon thread waits for it. */
public final class DailyReport implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(DailyReport.class);

    /** The clock on the wall is looked at this often: it may be set, and a machine may sleep. */
    private static final Duration LOOK_EVERY = Duration.ofSeconds(30);

    private final String subject;
    private final DailyTime when;
    private final Supplier<String> text;
    private final EventDelivery delivery;
    private final InstantSource clock;
    private final ScheduledThreadPoolExecutor scheduler;
    private Instant next;

    private DailyReport(
            String subject, DailyTime when, Supplier<String> text, EventDelivery delivery, InstantSource clock) {
        this.subject = subject;
        this.when = when;
        this.text = text;
        this.delivery = delivery;
        this.clock = clock;
        this.next = when.after(clock.instant());
        this.scheduler = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "dbvitals-report");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** {@code subject} is what the report is about, such as the name of the application. */
    public static DailyReport start(String subject, DailyTime when, Supplier<String> text, EventDelivery delivery) {
        DailyReport report = of(subject, when, text, delivery, InstantSource.system());
        ScheduledFuture<?> unused =
                report.scheduler.scheduleWithFixedDelay(report::look, 0, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
        return report;
    }

    static DailyReport of(
            String subject, DailyTime when, Supplier<String> text, EventDelivery delivery, InstantSource clock) {
        return new DailyReport(subject, when, text, delivery, clock);
    }

    /** When the next one goes out. */
    public synchronized Instant next() {
        return next;
    }

    /** Sends the report where it is due; one, however many were missed. */
    synchronized void look() {
        Instant now = clock.instant();
        if (now.isBefore(next)) {
            return;
        }
        next = when.after(now);
        try {
            delivery.offer(new Event(now, Severity.INFO, "daily_report", subject, text.get(), Map.of()));
        } catch (RuntimeException e) {
            // A scheduled task that throws is never run again.
            logger.warn("The daily report of {} could not be written", subject, e);
        }
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }
}
