package io.dbvitals.scrape.run;

import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.ScrapeRequest;
import io.dbvitals.scrape.Scraper;
import io.dbvitals.scrape.SelfMetrics;
import io.dbvitals.scrape.Target;
import io.dbvitals.scrape.TargetState;
import io.dbvitals.scrape.page.Page;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * Answers scrapes: all targets at once, every collector on its own, nothing later than the deadline. Scrapes for the same that arrive
 * while one is under way get its result.
 */
public final class Runner implements Scraper, AutoCloseable {
    private static final Duration IDLE_THREAD = Duration.ofSeconds(20);
    private static final Duration MUCH_SOONER = Duration.ofSeconds(1);
    /** How long it is enough to know how a target was, for those who ask how it is. */
    private static final Duration STATE_LIFETIME = Duration.ofSeconds(10);

    private final Duration budget;
    private final int maxSeries;
    private final SelfMetrics metrics;
    private final Supplier<List<MetricSnapshot>> process;
    private final ThreadPoolExecutor threads;
    private final Lane lane;
    private final Lane slowLane;
    private final ScheduledThreadPoolExecutor clock;
    private final Map<Selection, Flight> flights = new HashMap<>();
    private volatile List<TargetReader> readers = List.of();

    /**
     * Starts no thread before the first scrape.
     *
     * @param budget the longest that a scrape lasts
     * @param maxThreads that read for the scrape that waits; half as many more read what may be served to a later one
     * @param process families about the process itself, asked for at every scrape
     */
    public Runner(
            Duration budget,
            int maxSeries,
            int maxThreads,
            SelfMetrics metrics,
            Supplier<List<MetricSnapshot>> process) {
        this.budget = budget;
        this.maxSeries = maxSeries;
        this.metrics = metrics;
        this.process = process;
        AtomicInteger number = new AtomicInteger();
        this.threads = new ThreadPoolExecutor(
                0,
                Integer.MAX_VALUE,
                IDLE_THREAD.toSeconds(),
                TimeUnit.SECONDS,
                new SynchronousQueue<>(),
                task -> new Thread(task, "scrape-" + number.incrementAndGet()));
        // A pool with a queue would start all its threads before it uses an idle one again.
        this.lane = new Lane(threads, maxThreads);
        this.slowLane = new Lane(threads, Math.max(1, maxThreads / 2));
        this.clock = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "scrape-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        clock.setRemoveOnCancelPolicy(true);
    }

    /** From the next scrape on these are read; those that are the same object as before keep what they remember. */
    public void retarget(List<Target> targets) {
        Map<Target, TargetReader> before = new HashMap<>();
        readers.forEach(reader -> before.put(reader.target(), reader));
        List<TargetReader> after = new ArrayList<>();
        for (Target target : targets) {
            TargetReader reader = before.get(target);
            after.add(reader == null ? new TargetReader(target, lane, slowLane, metrics) : reader);
        }
        readers = List.copyOf(after);
    }

    /**
     * How every target was when it was last asked. Those that no scrape has asked for a while are asked now, for the next who wants to
     * know: the caller does not wait.
     */
    public List<TargetState> states() {
        readers.forEach(reader -> reader.askIfOlderThan(STATE_LIFETIME, Deadline.after(budget)));
        return readers.stream().map(TargetReader::state).toList();
    }

    @Override
    public CompletableFuture<MetricSnapshots> scrape(ScrapeRequest request) {
        Deadline deadline = Deadline.after(budget).atMost(request.budget());
        Selection selection = new Selection(request.kinds(), request.targets(), request.collectors());
        Flight flight;
        synchronized (flights) {
            flight = flights.get(selection);
            // One that ends much sooner would give less than this one has the time for.
            if (flight != null && flight.endsAbout(deadline)) {
                metrics.scrapeShared();
                return flight.join(deadline);
            }
            flight = new Flight(selection, deadline);
            flights.put(selection, flight);
        }
        flight.start();
        return flight.answer;
    }

    @Override
    public void close() {
        clock.shutdownNow();
        threads.shutdownNow();
    }

    private record Selection(Set<String> kinds, Set<String> targets, Set<String> collectors) {
        boolean holds(Target target) {
            return (kinds.isEmpty() || kinds.contains(target.kind()))
                    && (targets.isEmpty() || targets.contains(target.name()));
        }
    }

    /** One scrape under way. */
    private final class Flight {
        private final Selection selection;
        private final Deadline deadline;
        private final long start = System.nanoTime();
        private final CompletableFuture<MetricSnapshots> answer = new CompletableFuture<>();
        private final AtomicBoolean answered = new AtomicBoolean();
        private final CompletableFuture<List<TargetReader.Pass>> passes = new CompletableFuture<>();

        private Flight(Selection selection, Deadline deadline) {
            this.selection = selection;
            this.deadline = deadline;
        }

        void start() {
            ScheduledFuture<?> alarm = at(deadline, this::finish);
            List<TargetReader.Pass> started = new ArrayList<>();
            // Those that were down may take their time to be so again; they must not keep the others waiting for a
            // thread.
            List<TargetReader> upFirst = new ArrayList<>(readers);
            upFirst.sort(Comparator.comparing(TargetReader::wasDown));
            for (TargetReader reader : upFirst) {
                if (selection.holds(reader.target())) {
                    started.add(reader.read(selection.collectors(), deadline));
                }
            }
            passes.complete(started);
            var unused = CompletableFuture.allOf(
                            started.stream().map(TargetReader.Pass::done).toArray(CompletableFuture[]::new))
                    .thenRun(() -> {
                        alarm.cancel(false);
                        finish();
                    });
        }

        boolean endsAbout(Deadline other) {
            return other.remaining().minus(deadline.remaining()).compareTo(MUCH_SOONER) < 0;
        }

        /** The same answer, or at the joiner's own earlier deadline what has been read by then. */
        CompletableFuture<MetricSnapshots> join(Deadline joiner) {
            if (!joiner.remaining().plusMillis(50).minus(deadline.remaining()).isNegative()) {
                return answer;
            }
            CompletableFuture<MetricSnapshots> own = new CompletableFuture<>();
            ScheduledFuture<?> alarm = at(joiner, () -> own.complete(page()));
            var unused = answer.whenComplete((page, failure) -> {
                alarm.cancel(false);
                if (failure == null) {
                    own.complete(page);
                } else {
                    own.completeExceptionally(failure);
                }
            });
            return own;
        }

        private void finish() {
            if (!answered.compareAndSet(false, true)) {
                return;
            }
            synchronized (flights) {
                flights.remove(selection, this);
            }
            metrics.scraped(Duration.ofNanos(System.nanoTime() - start));
            try {
                answer.complete(page());
            } catch (RuntimeException | Error e) {
                answer.completeExceptionally(e);
            }
        }

        private MetricSnapshots page() {
            List<TargetReader.TargetResult> results = passes.getNow(List.of()).stream()
                    .map(TargetReader.Pass::result)
                    .toList();
            Page page = new Page(maxSeries, metrics);
            page.add("", "self", metrics.counted());
            page.add("", "self", ScrapeFamilies.of(results));
            page.add("", "process", process.get());
            // Whether each target is up comes before the limit on series can cut anything off.
            for (TargetReader.TargetResult result : results) {
                page.add(result.target().name(), "target", result.status());
            }
            for (TargetReader.TargetResult result : results) {
                for (Reading reading : result.readings()) {
                    page.add(result.target().name(), reading.collector(), reading.families());
                }
            }
            return page.finish();
        }

        private ScheduledFuture<?> at(Deadline when, Runnable task) {
            return clock.schedule(task, when.remaining().toNanos(), TimeUnit.NANOSECONDS);
        }
    }
}
