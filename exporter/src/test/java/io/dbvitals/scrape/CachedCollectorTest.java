package io.dbvitals.scrape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CachedCollectorTest {
    private static final List<MetricSnapshot> FAMILIES = List.of(Samples.gauge("x", 1));

    private final AtomicLong nanos = new AtomicLong();
    private boolean broken;

    @Test
    void result_isFreshForItsTtl_lessUpToATenth() throws Exception {
        CachedCollector cached = collector(Duration.ofSeconds(10), Duration.ZERO, false);
        assertThat(cached.fresh()).isEmpty();
        cached.collect(Deadline.after(Duration.ofSeconds(1)));
        after(Duration.ofMillis(8_999));
        assertThat(cached.fresh()).hasValueSatisfying(kept -> {
            assertThat(kept.families()).isSameAs(FAMILIES);
            assertThat(cached.age(kept)).isEqualTo(Duration.ofMillis(8_999));
        });
        after(Duration.ofMillis(1_001));
        assertThat(cached.fresh()).isEmpty();
        assertThat(cached.stale()).isEmpty();
    }

    @Test
    void ttls_differFromReadingToReading() throws Exception {
        CachedCollector cached = collector(Duration.ofHours(10), Duration.ZERO, false);
        long[] until = new long[20];
        for (int i = 0; i < until.length; i++) {
            cached.collect(Deadline.after(Duration.ofSeconds(1)));
            until[i] = cached.fresh().orElseThrow().freshUntilNanos();
        }
        assertThat(until).doesNotHaveDuplicates();
    }

    @Test
    void withoutTtl_nothingIsFresh_butMayStandInForAFailure() throws Exception {
        CachedCollector cached = collector(Duration.ZERO, Duration.ofSeconds(30), false);
        cached.collect(Deadline.after(Duration.ofSeconds(1)));
        assertThat(cached.fresh()).isEmpty();
        after(Duration.ofSeconds(30));
        assertThat(cached.stale()).isPresent();
        after(Duration.ofNanos(1));
        assertThat(cached.stale()).isEmpty();
    }

    @Test
    void failure_isNotKept_andLeavesTheLastGoodResult() throws Exception {
        CachedCollector cached = collector(Duration.ofSeconds(10), Duration.ofMinutes(1), false);
        cached.collect(Deadline.after(Duration.ofSeconds(1)));
        broken = true;
        after(Duration.ofSeconds(20));
        assertThatThrownBy(() -> cached.collect(Deadline.after(Duration.ofSeconds(1))))
                .isInstanceOf(CollectException.class);
        assertThat(cached.fresh()).isEmpty();
        assertThat(cached.stale())
                .hasValueSatisfying(kept -> assertThat(cached.age(kept)).isEqualTo(Duration.ofSeconds(20)));
    }

    @Test
    void backgroundResult_servesForTwoTtls() throws Exception {
        CachedCollector cached = collector(Duration.ofSeconds(10), Duration.ofSeconds(5), true);
        cached.collect(Deadline.after(Duration.ofSeconds(1)));
        after(Duration.ofSeconds(25));
        assertThat(cached.stale()).isPresent();
        after(Duration.ofNanos(1));
        assertThat(cached.stale()).isEmpty();
    }

    private CachedCollector collector(Duration ttl, Duration staleFor, boolean background) {
        Collector inner = new Collector() {
            @Override
            public String name() {
                return "x";
            }

            @Override
            public List<MetricSnapshot> collect(Deadline deadline) throws CollectException {
                if (broken) {
                    throw new CollectException(Reason.DENIED, "no");
                }
                return FAMILIES;
            }
        };
        return new CachedCollector(inner, new Freshness(ttl, staleFor, background), nanos::get);
    }

    private void after(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
