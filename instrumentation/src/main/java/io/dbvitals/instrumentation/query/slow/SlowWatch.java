package io.dbvitals.instrumentation.query.slow;

import io.dbvitals.instrumentation.event.Event;
import io.dbvitals.instrumentation.event.EventDelivery;
import io.dbvitals.instrumentation.event.Severity;
import io.dbvitals.instrumentation.query.metrics.ErrorTypes;
import io.dbvitals.instrumentation.query.pattern.EventKind;
import io.dbvitals.instrumentation.query.pattern.Timeline;
import io.dbvitals.instrumentation.query.pattern.Tracked;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Tells of slow statements when they have ended, and from a thread of its own while they run. The thread that runs a
 * statement only compares two numbers, and leaves an event in a queue where the statement was slow.
 */
public final class SlowWatch implements AutoCloseable {
    private static final Duration MOST_OFTEN = Duration.ofMillis(20);
    private static final Duration LEAST_OFTEN = Duration.ofSeconds(1);

    private final SlowPolicy policy;
    private final long slowNanos;
    private final long verySlowNanos;
    private final Timeline timeline;
    private final EventDelivery delivery;
    private final RunningStatements running = new RunningStatements();
    private final ScheduledExecutorService ticks;

    private SlowWatch(SlowPolicy policy, Timeline timeline, EventDelivery delivery) {
        this.policy = policy;
        this.slowNanos = policy.slow().toNanos();
        this.verySlowNanos = policy.verySlow().toNanos();
        this.timeline = timeline;
        this.delivery = delivery;
        this.ticks = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "dbvitals-slow-statements");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Watches from now on; close it. The delivery is closed with it. */
    public static SlowWatch start(SlowPolicy policy, Timeline timeline, EventDelivery delivery) {
        SlowWatch watch = new SlowWatch(policy, timeline, delivery);
        long nanos = Math.max(MOST_OFTEN.toNanos(), Math.min(LEAST_OFTEN.toNanos(), watch.slowNanos / 4));
        ScheduledFuture<?> unused = watch.ticks.scheduleWithFixedDelay(watch::look, nanos, nanos, TimeUnit.NANOSECONDS);
        return watch;
    }

    /** A statement begins to run now. */
    public Execution begin(Tracked tracked) {
        return new Execution(tracked, this, timeline, running);
    }

    RunningStatements running() {
        return running;
    }

    void look() {
        running.forEach(execution -> {
            long nanos = execution.elapsed();
            if (nanos >= verySlowNanos && execution.timesTold() < 2) {
                execution.told(2);
                tell(EventKind.RUNNING_VERY_SLOW, execution.tracked(), nanos, ErrorTypes.NONE);
            } else if (nanos >= slowNanos && execution.timesTold() < 1) {
                execution.told(1);
                tell(EventKind.RUNNING_SLOW, execution.tracked(), nanos, ErrorTypes.NONE);
            }
        });
    }

    /** A statement has run for so long, and failed if there is a type of error. */
    public void ended(Tracked tracked, long nanos, String errorType) {
        if (nanos >= slowNanos) {
            EventKind kind = nanos >= verySlowNanos ? EventKind.ENDED_VERY_SLOW : EventKind.ENDED_SLOW;
            tell(kind, tracked, nanos, errorType);
        }
    }

    private void tell(EventKind kind, Tracked tracked, long nanos, String errorType) {
        if (!tracked.bucket().mayTell(kind, policy.interval().toNanos())) {
            return;
        }
        boolean ended = kind == EventKind.ENDED_SLOW || kind == EventKind.ENDED_VERY_SLOW;
        String seconds = seconds(nanos);
        String state = !ended ? "has been running for" : errorType.isEmpty() ? "took" : "failed after";
        Duration threshold = kind.severity() == Severity.CRITICAL ? policy.verySlow() : policy.slow();
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("duration_seconds", seconds);
        attributes.put("threshold_seconds", seconds(threshold.toNanos()));
        put(attributes, "db_system_name", tracked.database().system());
        put(attributes, "db_namespace", tracked.database().namespace());
        put(attributes, "db_operation_name", tracked.operation());
        put(attributes, "error_type", errorType);
        long untold = tracked.bucket().takeUntold();
        put(attributes, "not_told_before", untold == 0 ? "" : Long.toString(untold));
        delivery.offer(new Event(
                Instant.now(),
                kind.severity(),
                kind.word(),
                tracked.text(),
                "A statement " + state + " " + seconds + " s: " + tracked.text(),
                attributes));
    }

    private static void put(Map<String, String> attributes, String name, String value) {
        if (!value.isEmpty()) {
            attributes.put(name, value);
        }
    }

    private static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.3f", nanos / 1e9);
    }

    /** Ends the watch and gives the handlers a moment for what waits. */
    @Override
    public void close() {
        ticks.shutdownNow();
        delivery.close();
    }
}
