package io.dbvitals.scrape.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.scrape.CachedCollector;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Collector;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Freshness;
import io.dbvitals.scrape.Reason;
import io.dbvitals.scrape.ScrapeRequest;
import io.dbvitals.scrape.SelfMetrics;
import io.dbvitals.scrape.Target;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunnerFaultsTest {
    private final SelfMetrics metrics = new SelfMetrics();
    private final Runner runner = new Runner(Duration.ofSeconds(2), 1000, 4, metrics, List::of);

    @AfterEach
    void close() {
        runner.close();
    }

    @Test
    void errorInACollector_isAFailureLikeAnyOther() throws Exception {
        runner.retarget(List.of(new Stub(
                deadline -> List.of(),
                collector("broken", deadline -> {
                    throw new StackOverflowError();
                }),
                collector("well", deadline -> List.of(gauge("well"))))));
        for (int i = 1; i <= 5; i++) {
            MetricSnapshots page = scrape(Duration.ofSeconds(2));
            assertThat(value(page, "dbvitals_collector_success", "broken")).isZero();
            assertThat(value(page, "dbvitals_collector_success", "well")).isEqualTo(1);
        }
    }

    @Test
    void errorInATarget_isForgottenWithTheScrape() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        runner.retarget(List.of(new Stub(
                deadline -> {
                    if (asked.getAndIncrement() == 0) {
                        throw new NoClassDefFoundError("gone");
                    }
                    return List.of();
                },
                collector("well", deadline -> List.of(gauge("well"))))));
        assertThat(value(scrape(Duration.ofSeconds(2)), "dbvitals_target_up", "stub"))
                .isZero();
        assertThat(value(scrape(Duration.ofSeconds(2)), "dbvitals_target_up", "stub"))
                .isEqualTo(1);
    }

    @Test
    void lateReading_isCountedOnceAndNotStartedAgainAfterAnOutage() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger started = new AtomicInteger();
        AtomicInteger asked = new AtomicInteger();
        Collector slow = collector("slow", deadline -> {
            started.incrementAndGet();
            release.await();
            throw new CollectException(Reason.TIMEOUT, "cancelled by the server");
        });
        runner.retarget(List.of(new Stub(
                deadline -> {
                    if (asked.incrementAndGet() == 2) {
                        throw new CollectException(Reason.UNREACHABLE, "down");
                    }
                    return List.of();
                },
                slow)));
        MetricSnapshots page = scrape(Duration.ofMillis(100));
        assertThat(value(page, "dbvitals_collector_success", "slow")).isZero();
        assertThat(value(scrape(Duration.ofMillis(100)), "dbvitals_target_up", "stub"))
                .isZero();
        scrape(Duration.ofMillis(100));
        assertThat(started).as("readings under way").hasValue(1);
        release.countDown();
        assertThat(metrics.counted().stream()
                        .filter(family ->
                                family.getMetadata().getPrometheusName().startsWith("dbvitals_collector_errors"))
                        .flatMap(family -> family.getDataPoints().stream())
                        .filter(point -> "slow".equals(point.getLabels().get("collector"))))
                .hasSize(1);
    }

    /** As the server's timeout and the scrape's deadline do: both end the same reading at about the same moment. */
    @Test
    void readingThatFailsAtItsDeadline_isOneError() throws Exception {
        Collector slow = collector("slow", deadline -> {
            LockSupport.parkNanos(deadline.remaining().toNanos());
            throw new CollectException(Reason.TIMEOUT, "cancelled by the server");
        });
        runner.retarget(List.of(new Stub(deadline -> List.of(), slow)));
        for (int i = 0; i < 40; i++) {
            scrape(Duration.ofMillis(20));
        }
        assertThat(metrics.counted().stream()
                        .filter(family ->
                                family.getMetadata().getPrometheusName().startsWith("dbvitals_collector_errors"))
                        .flatMap(family -> family.getDataPoints().stream())
                        .mapToDouble(point -> ((CounterSnapshot.CounterDataPointSnapshot) point).getValue())
                        .sum())
                .isLessThanOrEqualTo(40);
    }

    @Test
    void backgroundReadingThatFails_isNotCalledASuccess() throws Exception {
        CountDownLatch failed = new CountDownLatch(1);
        Collector inner = collector("background", deadline -> {
            failed.countDown();
            throw new CollectException(Reason.DENIED, "not allowed");
        });
        Freshness freshness = new Freshness(Duration.ofMinutes(1), Duration.ZERO, true);
        runner.retarget(List.of(new Stub(deadline -> List.of(), new CachedCollector(inner, freshness))));
        scrape(Duration.ofSeconds(2));
        assertThat(failed.await(5, TimeUnit.SECONDS)).isTrue();
        MetricSnapshots page = scrape(Duration.ofSeconds(2));
        for (int i = 0; i < 50 && value(page, "dbvitals_collector_success", "background") == 1; i++) {
            page = scrape(Duration.ofSeconds(2));
        }
        assertThat(value(page, "dbvitals_collector_success", "background")).isZero();
    }

    @Test
    void scrapeThatJoins_hasItsOwnEarlierDeadline() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        runner.retarget(List.of(new Stub(deadline -> List.of(), collector("slow", deadline -> {
            release.await();
            return List.of(gauge("slow_value"));
        }))));
        var first = runner.scrape(new ScrapeRequest(Set.of(), Set.of(), Set.of(), Duration.ofSeconds(2)));
        long start = System.nanoTime();
        MetricSnapshots early = scrape(Duration.ofMillis(200));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
        assertThat(value(early, "dbvitals_collector_success", "slow")).isZero();
        release.countDown();
        assertThat(value(first.get(5, TimeUnit.SECONDS), "dbvitals_collector_success", "slow"))
                .isEqualTo(1);
    }

    @Test
    void readingsThatOutlastTheirScrape_leaveAConnectionForTheNext() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        Freshness hourly = new Freshness(Duration.ofHours(1), Duration.ZERO, true);
        Work work = deadline -> {
            release.await();
            return List.of();
        };
        runner.retarget(List.of(new Stub(
                deadline -> List.of(),
                new CachedCollector(collector("long", work), hourly),
                new CachedCollector(collector("longer", work), hourly),
                collector("well", deadline -> List.of(gauge("well"))))));
        scrape(Duration.ofMillis(300));
        MetricSnapshots page = scrape(Duration.ofMillis(300));
        release.countDown();
        assertThat(value(page, "dbvitals_target_up", "stub")).isEqualTo(1);
        assertThat(value(page, "dbvitals_collector_success", "well")).isEqualTo(1);
    }

    private MetricSnapshots scrape(Duration budget) throws Exception {
        return runner.scrape(new ScrapeRequest(Set.of(), Set.of(), Set.of(), budget))
                .get(10, TimeUnit.SECONDS);
    }

    private static double value(MetricSnapshots page, String name, String label) {
        return page.stream()
                .filter(family -> family.getMetadata().getPrometheusName().equals(name))
                .flatMap(family -> family.getDataPoints().stream())
                .filter(point -> point.getLabels().stream()
                        .anyMatch(each -> each.getValue().equals(label)))
                .mapToDouble(point -> ((GaugeSnapshot.GaugeDataPointSnapshot) point).getValue())
                .findFirst()
                .orElseThrow();
    }

    private static MetricSnapshot gauge(String name) {
        return GaugeSnapshot.builder()
                .name(name)
                .dataPoint(
                        GaugeSnapshot.GaugeDataPointSnapshot.builder().value(1).build())
                .build();
    }

    private interface Work {
        List<MetricSnapshot> collect(Deadline deadline) throws CollectException, InterruptedException;
    }

    private static Collector collector(String name, Work work) {
        return new Collector() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public List<MetricSnapshot> collect(Deadline deadline) throws CollectException, InterruptedException {
                return work.collect(deadline);
            }
        };
    }

    private static final class Stub implements Target {
        private final Work prepare;
        private final List<Collector> collectors;

        private Stub(Work prepare, Collector... collectors) {
            this.prepare = prepare;
            this.collectors = List.of(collectors);
        }

        @Override
        public String name() {
            return "stub";
        }

        @Override
        public String kind() {
            return "postgres";
        }

        @Override
        public Labels labels() {
            return Labels.EMPTY;
        }

        @Override
        public int parallelism() {
            return 2;
        }

        @Override
        public List<Collector> prepare(Deadline deadline) throws CollectException, InterruptedException {
            prepare.collect(deadline);
            return collectors;
        }

        @Override
        public Map<String, String> skipped() {
            return Map.of();
        }

        @Override
        public List<MetricSnapshot> status(Report report) {
            return List.of();
        }
    }
}
