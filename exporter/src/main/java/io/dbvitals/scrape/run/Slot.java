package io.dbvitals.scrape.run;

import io.dbvitals.scrape.CachedCollector;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Collector;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Reason;
import io.dbvitals.scrape.SelfMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The place of one collector in its target: at most one reading is under way, and everyone who asks meanwhile gets its result, also the
 * next scrape where this one's deadline passed.
 */
final class Slot {
    private static final Logger logger = LoggerFactory.getLogger(Slot.class);

    private final String target;
    private final Collector collector;
    private final SelfMetrics metrics;
    private @Nullable CompletableFuture<Reading> running;
    /** Whether the reading under way is counted as an error: late and failed at the same moment is one error, not two. */
    private final AtomicBoolean counted = new AtomicBoolean();

    private volatile Optional<CollectException> lastFailure = Optional.empty();

    Slot(String target, Collector collector, SelfMetrics metrics) {
        this.target = target;
        this.collector = collector;
        this.metrics = metrics;
    }

    Collector collector() {
        return collector;
    }

    /** Whether a reading may go on after the scrape that began it, for a later one. */
    boolean mayOutlast() {
        return collector instanceof CachedCollector;
    }

    /** Completes with a reading, never exceptionally. */
    CompletableFuture<Reading> read(Deadline deadline, Executor executor) {
        if (collector instanceof CachedCollector cached) {
            Optional<CachedCollector.Kept> fresh = cached.fresh();
            if (fresh.isPresent()) {
                return CompletableFuture.completedFuture(kept(cached, fresh.get(), Duration.ZERO, Optional.empty()));
            }
            if (cached.background()) {
                var unused = start(deadline, executor);
                Optional<CollectException> failure = lastFailure;
                return CompletableFuture.completedFuture(cached.stale()
                        .map(last -> kept(cached, last, Duration.ZERO, failure))
                        .orElseGet(
                                () -> new Reading(collector.name(), List.of(), Duration.ZERO, Duration.ZERO, failure)));
            }
        }
        return start(deadline, executor);
    }

    /** What stands in for a reading that is not there when the deadline passes. */
    Reading late(Duration waited) {
        CollectException failure = new CollectException(Reason.TIMEOUT, "not done within the scrape's budget");
        if (counted.compareAndSet(false, true)) {
            metrics.error(target, collector.name(), Reason.TIMEOUT);
        }
        return failed(failure, waited);
    }

    private CompletableFuture<Reading> start(Deadline deadline, Executor executor) {
        CompletableFuture<Reading> mine;
        synchronized (this) {
            if (running != null) {
                return running;
            }
            mine = new CompletableFuture<>();
            running = mine;
            counted.set(false);
        }
        executor.execute(() -> {
            Reading reading = run(deadline);
            synchronized (this) {
                running = null;
            }
            mine.complete(reading);
        });
        return mine;
    }

    private Reading run(Deadline deadline) {
        long start = System.nanoTime();
        try {
            Reading reading = Reading.read(
                    collector.name(), collector.collect(deadline), Duration.ofNanos(System.nanoTime() - start));
            if (lastFailure.isPresent()) {
                lastFailure = Optional.empty();
                logger.info("target {}: collector {} works again", target, collector.name());
            }
            return reading;
        } catch (CollectException e) {
            return failedAndCounted(e, start);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failedAndCounted(new CollectException(Reason.TIMEOUT, "the exporter is stopping", e), start);
        } catch (RuntimeException | Error e) {
            logger.error("target {}: collector {} has a defect", target, collector.name(), e);
            return failedAndCounted(new CollectException(Reason.BAD_DATA, "a defect of the exporter: " + e, e), start);
        }
    }

    private Reading failedAndCounted(CollectException failure, long start) {
        if (counted.compareAndSet(false, true) || failure.reason() != Reason.TIMEOUT) {
            metrics.error(target, collector.name(), failure.reason());
        }
        // One line per change of state, not one per scrape.
        boolean first = lastFailure.isEmpty();
        lastFailure = Optional.of(failure);
        if (first) {
            logger.warn(
                    "target {}: collector {} failed ({}): {}",
                    target,
                    collector.name(),
                    failure.reason().label(),
                    failure.getMessage());
        }
        return failed(failure, Duration.ofNanos(System.nanoTime() - start));
    }

    private Reading failed(CollectException failure, Duration took) {
        if (collector instanceof CachedCollector cached) {
            Optional<CachedCollector.Kept> stale = cached.stale();
            if (stale.isPresent()) {
                return kept(cached, stale.get(), took, Optional.of(failure));
            }
        }
        return new Reading(collector.name(), List.of(), took, Duration.ZERO, Optional.of(failure));
    }

    private Reading kept(
            CachedCollector cached, CachedCollector.Kept last, Duration took, Optional<CollectException> failure) {
        return new Reading(collector.name(), last.families(), took, cached.age(last), failure);
    }
}
