package io.dbvitals.scrape.run;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Collector;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Reason;
import io.dbvitals.scrape.SelfMetrics;
import io.dbvitals.scrape.Target;
import io.dbvitals.scrape.TargetState;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads one target for scrapes, and remembers how it was when it was last asked. */
final class TargetReader {
    private static final Logger logger = LoggerFactory.getLogger(TargetReader.class);

    private final Target target;
    private final Lane lane;
    /** For what may outlast a scrape: it never takes the last connection, which tells whether the target is up. */
    private final Lane slowLane;

    private final SelfMetrics metrics;
    private final Map<String, Slot> slots = new HashMap<>();
    private @Nullable CompletableFuture<Prepared> preparing;
    private volatile Optional<LastAnswer> lastAnswer = Optional.empty();

    TargetReader(Target target, Executor threads, Executor slowThreads, SelfMetrics metrics) {
        this.target = target;
        this.lane = new Lane(threads, Math.max(1, target.parallelism()));
        this.slowLane = target.parallelism() > 1 ? new Lane(slowThreads, target.parallelism() - 1) : lane;
        this.metrics = metrics;
    }

    Target target() {
        return target;
    }

    TargetState state() {
        Optional<LastAnswer> last = lastAnswer;
        return new TargetState(
                target,
                last.map(LastAnswer::at),
                last.map(LastAnswer::took).orElse(Duration.ZERO),
                last.flatMap(LastAnswer::failure),
                last.map(LastAnswer::failures).orElse(0));
    }

    /** Whether the target did not answer when it was last asked. */
    boolean wasDown() {
        return lastAnswer.flatMap(LastAnswer::failure).isPresent();
    }

    /** Starts to ask whether the target is up, unless that is known from within {@code age}. */
    void askIfOlderThan(Duration age, Deadline deadline) {
        Instant enough = Instant.now().minus(age);
        if (lastAnswer.map(last -> last.at().isBefore(enough)).orElse(true)) {
            var unused = prepare(deadline);
        }
    }

    /** Starts to read; {@code collectors} are names without the database, empty for all. */
    Pass read(Set<String> collectors, Deadline deadline) {
        Pass pass = new Pass(collectors, deadline);
        var unused = prepare(deadline).thenAccept(pass::prepared);
        return pass;
    }

    private CompletableFuture<Prepared> prepare(Deadline deadline) {
        CompletableFuture<Prepared> mine;
        synchronized (this) {
            if (preparing != null) {
                return preparing;
            }
            mine = new CompletableFuture<>();
            preparing = mine;
        }
        lane.executeFirst(() -> {
            Prepared prepared = prepareNow(deadline);
            synchronized (this) {
                preparing = null;
            }
            mine.complete(prepared);
        });
        return mine;
    }

    private Prepared prepareNow(Deadline deadline) {
        long start = System.nanoTime();
        try {
            List<Collector> collectors = target.prepare(deadline);
            return answered(collectors, Duration.ofNanos(System.nanoTime() - start), Optional.empty());
        } catch (CollectException e) {
            return answered(List.of(), Duration.ofNanos(System.nanoTime() - start), Optional.of(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return answered(List.of(), Duration.ZERO, Optional.of(new CollectException(Reason.TIMEOUT, "stopping", e)));
        } catch (RuntimeException | Error e) {
            logger.error("target {} has a defect", target.name(), e);
            return answered(
                    List.of(), Duration.ZERO, Optional.of(new CollectException(Reason.BAD_DATA, "a defect: " + e, e)));
        }
    }

    private Prepared answered(List<Collector> collectors, Duration took, Optional<CollectException> failure) {
        int before = lastAnswer.map(LastAnswer::failures).orElse(0);
        int failures = failure.isPresent() ? before + 1 : 0;
        lastAnswer = Optional.of(new LastAnswer(Instant.now(), took, failure, failures));
        if (failure.isPresent()) {
            metrics.error(target.name(), "target", failure.get().reason());
            if (before == 0) {
                logger.warn(
                        "target {} is down ({}): {}",
                        target.name(),
                        failure.get().reason().label(),
                        failure.get().getMessage());
            }
        } else if (before > 0) {
            logger.info("target {} is up again", target.name());
        }
        return new Prepared(collectors, failure);
    }

    private synchronized List<Slot> slots(List<Collector> collectors, Set<String> wanted) {
        List<Slot> chosen = new ArrayList<>();
        Map<String, Slot> current = new LinkedHashMap<>();
        for (Collector collector : collectors) {
            Slot slot = slots.get(collector.name());
            if (slot == null || slot.collector() != collector) {
                slot = new Slot(target.name(), collector, metrics);
            }
            current.put(collector.name(), slot);
            if (wanted.isEmpty() || wanted.contains(Collector.baseName(collector.name()))) {
                chosen.add(slot);
            }
        }
        slots.clear();
        slots.putAll(current);
        return chosen;
    }

    /** What {@link Target#prepare} gave. */
    record Prepared(List<Collector> collectors, Optional<CollectException> failure) {}

    /** How the target was when it was last asked. */
    record LastAnswer(Instant at, Duration took, Optional<CollectException> failure, int failures) {}

    /** One reading of the target for one scrape, finished or not. */
    final class Pass {
        private final Set<String> wanted;
        private final Deadline deadline;
        private final long start = System.nanoTime();
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private volatile @Nullable Prepared prepared;
        private volatile Map<Slot, CompletableFuture<Reading>> readings = Map.of();

        private Pass(Set<String> wanted, Deadline deadline) {
            this.wanted = wanted;
            this.deadline = deadline;
        }

        CompletableFuture<Void> done() {
            return done;
        }

        private void prepared(Prepared answer) {
            Map<Slot, CompletableFuture<Reading>> started = new LinkedHashMap<>();
            if (answer.failure().isEmpty()) {
                for (Slot slot : slots(answer.collectors(), wanted)) {
                    started.put(slot, slot.read(deadline, slot.mayOutlast() ? slowLane : lane));
                }
            }
            readings = started;
            prepared = answer;
            var unused = CompletableFuture.allOf(started.values().toArray(CompletableFuture[]::new))
                    .thenRun(() -> done.complete(null));
        }

        /** All that has been read by now; what is still under way counts as timed out. */
        TargetResult result() {
            Prepared answer = prepared;
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            if (answer == null) {
                CollectException late = new CollectException(Reason.TIMEOUT, "no answer within the scrape's budget");
                return result(false, List.of(), took, Optional.of(late));
            }
            List<Reading> all = new ArrayList<>();
            readings.forEach((slot, reading) -> all.add(reading.isDone() ? reading.join() : slot.late(took)));
            return result(answer.failure().isEmpty(), all, took, answer.failure());
        }

        private TargetResult result(boolean up, List<Reading> all, Duration took, Optional<CollectException> failure) {
            boolean complete =
                    up && all.stream().allMatch(reading -> reading.failure().isEmpty());
            List<Target.Collected> collected = all.stream()
                    .map(reading -> new Target.Collected(
                            reading.collector(), reading.failure().isEmpty(), reading.took()))
                    .toList();
            List<MetricSnapshot> status = target.status(new Target.Report(up, complete, took, collected));
            return new TargetResult(target, up, all, status, failure);
        }
    }

    /** What a target gave to one scrape. */
    record TargetResult(
            Target target,
            boolean up,
            List<Reading> readings,
            List<MetricSnapshot> status,
            Optional<CollectException> failure) {}
}
