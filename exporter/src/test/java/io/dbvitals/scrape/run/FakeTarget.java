package io.dbvitals.scrape.run;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Collector;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Samples;
import io.dbvitals.scrape.Target;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A target whose collectors give one sample each, or what the test wants. */
final class FakeTarget implements Target {
    private final String name;
    private final List<FakeCollector> collectors;
    private final ConcurrentLinkedQueue<String> order = new ConcurrentLinkedQueue<>();
    int parallelism = 4;
    volatile @Nullable CollectException failure;
    volatile long askedAtNanos;

    FakeTarget(String name, FakeCollector... collectors) {
        this.name = name;
        this.collectors = List.of(collectors);
        this.collectors.forEach(each -> each.target = this);
    }

    List<String> order() {
        return List.copyOf(order);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String kind() {
        return "fake";
    }

    @Override
    public Labels labels() {
        return Labels.EMPTY;
    }

    @Override
    public int parallelism() {
        return parallelism;
    }

    @Override
    public List<Collector> prepare(Deadline deadline) throws CollectException {
        askedAtNanos = System.nanoTime();
        CollectException thrown = failure;
        if (thrown != null) {
            throw thrown;
        }
        return List.copyOf(collectors);
    }

    @Override
    public Map<String, String> skipped() {
        return Map.of();
    }

    @Override
    public List<MetricSnapshot> status(Report report) {
        return List.of();
    }

    /** Gives one sample named as the collector, without the database. */
    static final class FakeCollector implements Collector {
        private final String name;
        private final AtomicInteger readings = new AtomicInteger();
        private CountDownLatch gate = new CountDownLatch(0);
        private @Nullable Exception thrown;
        private @Nullable FakeTarget target;

        FakeCollector(String name) {
            this.name = name;
        }

        FakeCollector hanging() {
            gate = new CountDownLatch(1);
            return this;
        }

        FakeCollector failing(Exception failure) {
            thrown = failure;
            return this;
        }

        void release() {
            gate.countDown();
        }

        int readings() {
            return readings.get();
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public List<MetricSnapshot> collect(Deadline deadline) throws CollectException, InterruptedException {
            readings.incrementAndGet();
            FakeTarget of = Objects.requireNonNull(target);
            of.order.add(name);
            gate.await();
            if (thrown instanceof CollectException failure) {
                throw failure;
            }
            if (thrown instanceof RuntimeException defect) {
                throw defect;
            }
            return List.of(Samples.gauge(Collector.baseName(name), 1, "target", of.name));
        }
    }
}
