package io.dbvitals.scrape.run;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import io.dbvitals.scrape.Samples;
import io.dbvitals.scrape.ScrapeRequest;
import io.dbvitals.scrape.SelfMetrics;
import io.dbvitals.scrape.run.FakeTarget.FakeCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RunnerTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final Runner runner = runner(Duration.ofSeconds(10), 1000);

    @AfterEach
    void close() {
        runner.close();
    }

    @Test
    void page_holdsWhatEveryTargetGave() throws Exception {
        runner.retarget(
                List.of(new FakeTarget("a", new FakeCollector("x")), new FakeTarget("b", new FakeCollector("x"))));

        assertThat(Samples.of(scrape(LONG), "x")).isEqualTo("x{target=\"a\"} 1.0\nx{target=\"b\"} 1.0");
    }

    @Test
    void brokenCollector_isNamedAndCounted_andTheOthersAreServed() throws Exception {
        FakeCollector broken = new FakeCollector("broken").failing(new CollectException(Reason.DENIED, "no"));
        FakeCollector defect = new FakeCollector("defect").failing(new IllegalStateException("a defect"));
        runner.retarget(List.of(new FakeTarget("a", broken, defect, new FakeCollector("x"))));

        MetricSnapshots page = scrape(LONG);

        assertThat(Samples.of(page, "x")).isEqualTo("x{target=\"a\"} 1.0");
        assertThat(Samples.of(page, "dbvitals_collector_success")).isEqualTo("""
                dbvitals_collector_success{collector="broken",target="a"} 0.0
                dbvitals_collector_success{collector="defect",target="a"} 0.0
                dbvitals_collector_success{collector="x",target="a"} 1.0""");
        assertThat(Samples.of(page, "dbvitals_collector_errors_total")).isEqualTo("""
                dbvitals_collector_errors_total{collector="broken",reason="denied",target="a"} 1.0
                dbvitals_collector_errors_total{collector="defect",reason="bad_data",target="a"} 1.0""");
        assertThat(Samples.of(page, "dbvitals_target_up")).endsWith(" 1.0");
    }

    @Test
    void targetThatIsDown_saysSo_andTheOthersAreServed() throws Exception {
        FakeTarget down = new FakeTarget("down", new FakeCollector("x"));
        down.failure = new CollectException(Reason.UNREACHABLE, "refused");
        runner.retarget(List.of(down, new FakeTarget("up", new FakeCollector("x"))));

        MetricSnapshots page = scrape(LONG);

        assertThat(Samples.of(page, "x")).isEqualTo("x{target=\"up\"} 1.0");
        assertThat(Samples.of(page, "dbvitals_target_up")).isEqualTo("""
                dbvitals_target_up{kind="fake",target="down"} 0.0
                dbvitals_target_up{kind="fake",target="up"} 1.0""");
        assertThat(runner.states().get(0).failure())
                .hasValueSatisfying(e -> assertThat(e).hasMessage("refused"));
        assertThat(runner.states().get(1).failure()).isEmpty();
    }

    @Test
    void targetThatWasDown_isAskedAfterTheOthers() throws Exception {
        FakeTarget down = new FakeTarget("down", new FakeCollector("x"));
        FakeTarget up = new FakeTarget("up", new FakeCollector("x"));
        down.failure = new CollectException(Reason.UNREACHABLE, "refused");
        try (Runner narrow = new Runner(LONG, 1000, 1, new SelfMetrics(), List::of)) {
            narrow.retarget(List.of(down, up));
            ScrapeRequest all = new ScrapeRequest(Set.of(), Set.of(), Set.of(), LONG);
            var unused = narrow.scrape(all).get(20, SECONDS);
            long asked = down.askedAtNanos;
            unused = narrow.scrape(all).get(20, SECONDS);
            assertThat(down.askedAtNanos).isGreaterThan(asked).isGreaterThan(up.askedAtNanos);
        }
    }

    @Test
    void states_areFoundOutWithoutAScrape() {
        FakeTarget target = new FakeTarget("a", new FakeCollector("x"));
        runner.retarget(List.of(target));

        await().atMost(LONG).until(() -> runner.states().get(0).askedAt().isPresent());
        assertThat(target.order()).as("no collector is read for it").isEmpty();
    }

    @Test
    void scrapeWithMuchMoreTime_isNotGivenWhatAShortOneHad() throws Exception {
        FakeCollector slow = new FakeCollector("slow").hanging();
        runner.retarget(List.of(new FakeTarget("a", slow)));
        CompletableFuture<MetricSnapshots> hasty =
                runner.scrape(new ScrapeRequest(Set.of(), Set.of(), Set.of(), Duration.ofMillis(300)));
        CompletableFuture<MetricSnapshots> patient =
                runner.scrape(new ScrapeRequest(Set.of(), Set.of(), Set.of(), LONG));

        assertThat(Samples.of(hasty.get(20, SECONDS), "dbvitals_collector_success"))
                .endsWith(" 0.0");
        slow.release();
        assertThat(Samples.of(patient.get(20, SECONDS), "slow")).isEqualTo("slow{target=\"a\"} 1.0");
    }

    @Test
    void hangingCollector_isLeftBehindAtTheDeadline_andNotStartedTwice() throws Exception {
        FakeCollector slow = new FakeCollector("slow").hanging();
        runner.retarget(List.of(new FakeTarget("a", slow, new FakeCollector("x"))));

        long start = System.nanoTime();
        MetricSnapshots page = scrape(Duration.ofMillis(300));
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(290), Duration.ofSeconds(3));
        assertThat(Samples.of(page, "x")).isEqualTo("x{target=\"a\"} 1.0");
        assertThat(Samples.of(page, "slow")).isEmpty();
        assertThat(Samples.of(page, "dbvitals_collector_success{collector=\"slow\""))
                .endsWith(" 0.0");
        assertThat(Samples.of(page, "dbvitals_collector_errors_total")).contains("reason=\"timeout\"");

        scrape(Duration.ofMillis(100));
        scrape(Duration.ofMillis(100));
        assertThat(slow.readings()).as("nobody starts a second one beside it").isEqualTo(1);
        slow.release();
        assertThat(Samples.of(scrape(LONG), "slow")).isEqualTo("slow{target=\"a\"} 1.0");
    }

    @Test
    void scrapesAtTheSameTime_shareOneReading() throws Exception {
        FakeCollector slow = new FakeCollector("slow").hanging();
        runner.retarget(List.of(new FakeTarget("a", slow)));

        CompletableFuture<MetricSnapshots> first = runner.scrape(request(LONG));
        CompletableFuture<MetricSnapshots> second = runner.scrape(request(LONG));
        slow.release();

        assertThat(second.get(20, SECONDS)).isSameAs(first.get(20, SECONDS));
        assertThat(slow.readings()).isEqualTo(1);
        assertThat(Samples.of(scrape(LONG), "dbvitals_scrapes_shared_total")).endsWith(" 1.0");
    }

    @Test
    void joinerWithLessTime_isAnsweredAtItsOwnDeadline() throws Exception {
        FakeCollector slow = new FakeCollector("slow").hanging();
        runner.retarget(List.of(new FakeTarget("a", new FakeCollector("x"), slow)));

        CompletableFuture<MetricSnapshots> first = runner.scrape(request(LONG));
        MetricSnapshots hurried = runner.scrape(request(Duration.ofMillis(200))).get(5, SECONDS);

        assertThat(first).isNotDone();
        assertThat(Samples.of(hurried, "x")).isEqualTo("x{target=\"a\"} 1.0");
        assertThat(Samples.of(hurried, "slow")).isEmpty();
        slow.release();
        assertThat(Samples.of(first.get(20, SECONDS), "slow")).isEqualTo("slow{target=\"a\"} 1.0");
    }

    @Test
    void filters_narrowKindTargetAndCollector() throws Exception {
        FakeCollector x = new FakeCollector("x@db1");
        FakeCollector y = new FakeCollector("y");
        runner.retarget(List.of(new FakeTarget("a", x, y), new FakeTarget("b", new FakeCollector("y"))));

        assertThat(Samples.of(get(Set.of(), Set.of("b"), Set.of()), "y")).isEqualTo("y{target=\"b\"} 1.0");
        assertThat(y.readings()).isZero();
        assertThat(Samples.of(get(Set.of("self"), Set.of(), Set.of()), "y")).isEmpty();
        MetricSnapshots onlyX = get(Set.of("fake"), Set.of(), Set.of("x"));
        assertThat(Samples.of(onlyX, "x")).isEqualTo("x{target=\"a\"} 1.0");
        assertThat(Samples.of(onlyX, "y")).isEmpty();
    }

    @Test
    void pageLimit_leavesOutAndCounts() throws Exception {
        try (Runner small = runner(Duration.ofSeconds(10), 20)) {
            FakeCollector[] many = new FakeCollector[30];
            for (int i = 0; i < many.length; i++) {
                many[i] = new FakeCollector("x" + i);
            }
            small.retarget(List.of(new FakeTarget("a", many)));
            MetricSnapshots page = small.scrape(request(LONG)).get(20, SECONDS);
            assertThat(Samples.of(page, "x").lines().count()).isLessThan(20);
            page = small.scrape(request(LONG)).get(20, SECONDS);
            assertThat(Samples.of(page, "dbvitals_series_limited_total")).isNotEmpty();
        }
    }

    @Test
    void targetThatStays_keepsItsRunningReading_whenTheConfigurationChanges() throws Exception {
        FakeCollector slow = new FakeCollector("slow").hanging();
        FakeTarget stays = new FakeTarget("a", slow);
        runner.retarget(List.of(stays, new FakeTarget("goes", new FakeCollector("x"))));
        scrape(Duration.ofMillis(100));

        runner.retarget(List.of(stays));
        slow.release();
        MetricSnapshots page = scrape(LONG);

        assertThat(Samples.of(page, "x")).isEmpty();
        assertThat(Samples.of(page, "slow")).isEqualTo("slow{target=\"a\"} 1.0");
    }

    @Test
    void narrowTarget_readsOneCollectorAfterTheOther() throws Exception {
        FakeTarget target = new FakeTarget("a", new FakeCollector("x"), new FakeCollector("y"), new FakeCollector("z"));
        target.parallelism = 1;
        runner.retarget(List.of(target));

        scrape(LONG);

        assertThat(target.order()).containsExactly("x", "y", "z");
    }

    private MetricSnapshots scrape(Duration budget) throws Exception {
        return runner.scrape(request(budget)).get(20, SECONDS);
    }

    private MetricSnapshots get(Set<String> kinds, Set<String> targets, Set<String> collectors) throws Exception {
        return runner.scrape(new ScrapeRequest(kinds, targets, collectors, LONG))
                .get(20, SECONDS);
    }

    private static ScrapeRequest request(Duration budget) {
        return new ScrapeRequest(Set.of(), Set.of(), Set.of(), budget);
    }

    private static Runner runner(Duration budget, int maxSeries) {
        return new Runner(budget, maxSeries, 8, new SelfMetrics(), List::of);
    }
}
