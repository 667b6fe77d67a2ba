package io.dbvitals.instrumentation.event;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way to one handler: a bounded queue, and a thread while there is something in it. */
final class Lane {
    private static final Logger logger = LoggerFactory.getLogger(EventDelivery.class);
    private static final Duration IDLE = Duration.ofSeconds(5);

    /** A handler that always fails is reported this often. */
    private static final Duration REPORT_EVERY = Duration.ofMinutes(1);

    private final EventHandler handler;
    private final LongSupplier nanoClock;
    private final ThreadPoolExecutor worker;
    private final LongAdder delivered = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final AtomicLong reportAtNanos;

    Lane(EventHandler handler, int capacity, LongSupplier nanoClock) {
        this.handler = handler;
        this.nanoClock = nanoClock;
        this.reportAtNanos = new AtomicLong(nanoClock.getAsLong());
        this.worker = new ThreadPoolExecutor(
                1, 1, IDLE.toMillis(), TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>(capacity), task -> {
                    Thread thread = new Thread(task, "dbvitals-events");
                    thread.setDaemon(true);
                    return thread;
                });
        worker.allowCoreThreadTimeOut(true);
    }

    boolean offer(Event event) {
        try {
            worker.execute(() -> deliver(event));
            return true;
        } catch (RejectedExecutionException full) {
            dropped.increment();
            return false;
        }
    }

    EventDelivery.Counts counts() {
        return new EventDelivery.Counts(delivered.sum(), failed.sum(), dropped.sum());
    }

    void end() {
        worker.shutdown();
    }

    void close(Duration patience) {
        boolean interrupted = false;
        try {
            worker.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        dropped.add(worker.shutdownNow().size());
        try {
            handler.close();
        } catch (RuntimeException e) {
            logger.warn("{} could not be closed", handler.getClass().getName(), e);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void deliver(Event event) {
        try {
            handler.handle(event);
            delivered.increment();
        } catch (Exception | LinkageError e) {
            // A missing optional library is an Error, and must not end the thread for the events that follow.
            failed.increment();
            report(event, e);
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void report(Event event, Throwable failure) {
        long now = nanoClock.getAsLong();
        long due = reportAtNanos.get();
        if (now - due >= 0 && reportAtNanos.compareAndSet(due, now + REPORT_EVERY.toNanos())) {
            logger.warn(
                    "{} failed on an event of kind {}; it has failed {} times. Its next failures are reported in {} s",
                    handler.getClass().getName(),
                    event.kind(),
                    failed.sum(),
                    REPORT_EVERY.toSeconds(),
                    failure);
        }
    }
}
