package io.dbvitals.vector.probe;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does work again and again as long as somebody looks at what it gives; nobody does: no thread is there. */
final class Background implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(Background.class);

    private static final Duration UNSEEN = Duration.ofMinutes(15);
    private static final Duration AFTER_A_FAULT = Duration.ofMinutes(1);
    private static final Duration CLOSING = Duration.ofSeconds(3);
    private static final Duration ASKED_AGAIN = Duration.ofMillis(200);

    private final int threads;
    private final List<Work> works;
    private final Ends ends;
    private final LongSupplier nanoClock;
    private final AtomicInteger number = new AtomicInteger();
    private Optional<ScheduledThreadPoolExecutor> running = Optional.empty();
    private long seenAtNanos;
    private boolean closed;

    /** What is done repeatedly; never at once with itself. */
    interface Work {
        /** Does it, and gives how long to wait before the next time. */
        Duration run() throws InterruptedException;

        /** How long to wait before the first time. */
        default Duration first() {
            return Duration.ZERO;
        }
    }

    /** What else ends with the threads. */
    interface Ends {
        /** Nobody looks for a while; work that another thread has begun may go on for a moment. */
        void rest();

        /** Ends what a thread waits for and an interrupt does not end. */
        void cancel();
    }

    /** Starts nothing yet; {@code threads} that share the works. */
    Background(int threads, List<Work> works, Ends ends, LongSupplier nanoClock) {
        this.threads = threads;
        this.works = List.copyOf(works);
        this.ends = ends;
        this.nanoClock = nanoClock;
    }

    /** Somebody looks. */
    synchronized void seen() {
        seenAtNanos = nanoClock.getAsLong();
        if (closed || running.isPresent()) {
            return;
        }
        ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(
                threads,
                task -> {
                    Thread thread = new Thread(task, "vector-probe-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                },
                new ThreadPoolExecutor.DiscardPolicy());
        executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        running = Optional.of(executor);
        works.forEach(work -> again(executor, work, work.first()));
    }

    /** Ends the work, also in the midst of it; waits for that a moment at most. */
    @Override
    public void close() {
        Optional<ScheduledThreadPoolExecutor> ended;
        synchronized (this) {
            closed = true;
            ended = running;
            running = Optional.empty();
        }
        ended.ifPresent(this::end);
    }

    private void end(ScheduledThreadPoolExecutor executor) {
        executor.shutdownNow();
        long end = System.nanoTime() + CLOSING.toNanos();
        try {
            do {
                // Once more, as a statement may just have been on its way.
                ends.cancel();
            } while (!executor.awaitTermination(ASKED_AGAIN.toNanos(), TimeUnit.NANOSECONDS)
                    && end - System.nanoTime() > 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void again(ScheduledThreadPoolExecutor executor, Work work, Duration wait) {
        // Faults are caught in the step.
        Future<?> unused = executor.schedule(() -> step(executor, work), wait.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void step(ScheduledThreadPoolExecutor executor, Work work) {
        if (rested(executor)) {
            return;
        }
        Duration wait = AFTER_A_FAULT;
        try {
            wait = work.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        } catch (RuntimeException | Error e) {
            logger.error("vector probe: a fault of the program; it goes on in {}", AFTER_A_FAULT, e);
        }
        again(executor, work, wait);
    }

    private boolean rested(ScheduledThreadPoolExecutor executor) {
        synchronized (this) {
            if (!running.equals(Optional.of(executor))) {
                return true;
            }
            if (nanoClock.getAsLong() - seenAtNanos < UNSEEN.toNanos()) {
                return false;
            }
            running = Optional.empty();
        }
        executor.shutdown();
        ends.rest();
        return true;
    }
}
