package io.dbvitals.vector.names;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.scrape.Collector;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Snapshots;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RuVectorNamesTest {
    private final AtomicLong nanos = new AtomicLong(5_000_000_000L);
    private double searches = 100;

    @Test
    void families_areShownUnderBothNames() throws Exception {
        Collector collector = RuVectorNames.beside(new Fixed("pg_vector_index@app"), nanos::get);
        assertThat(collector.name()).isEqualTo("pg_vector_index@app");
        assertThat(page(collector))
                .contains(
                        """
                # HELP ruvector_index_size_bytes Size
                # TYPE ruvector_index_size_bytes gauge
                ruvector_index_size_bytes{indexrelname="i"} 8192.0
                """,
                        """
                # TYPE ruvector_searches_total counter
                ruvector_searches_total{indexrelname="i"} 100.0
                """,
                        "ruvector_search_latency_p50_seconds{indexrelname=\"i\"} 0.001\n",
                        """
                ruvector_search_latency_p99_seconds{indexrelname="i"} 0.02
                """,
                        "pg_vector_index_size_bytes{indexrelname=\"i\"} 8192.0\n")
                .contains("ruvector_memory_bytes{indexrelname=\"i\"} 4096.0\n")
                .doesNotContain("throughput{");
    }

    @Test
    void throughput_isThatSinceTheLastReading() throws Exception {
        Collector collector = RuVectorNames.beside(new Fixed("pg_vector_index"), nanos::get);
        page(collector);
        nanos.addAndGet(10_000_000_000L);
        searches = 250;
        assertThat(page(collector)).contains("ruvector_search_throughput{indexrelname=\"i\"} 15.0\n");
        // The statistics were reset.
        nanos.addAndGet(10_000_000_000L);
        searches = 3;
        assertThat(page(collector)).doesNotContain("throughput{");
    }

    @Test
    void otherCollectors_areLeftAlone() {
        Collector other = new Fixed("pg_locks");
        assertThat(RuVectorNames.beside(other)).isSameAs(other);
    }

    private static String page(Collector collector) throws Exception {
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create()
                .write(page, Snapshots.merged(collector.collect(Deadline.after(Duration.ofSeconds(1)))));
        return page.toString(StandardCharsets.UTF_8);
    }

    private final class Fixed implements Collector {
        private final String name;

        private Fixed(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public List<MetricSnapshot> collect(Deadline deadline) {
            Labels index = Labels.of("indexrelname", "i");
            return List.of(
                    GaugeSnapshot.builder()
                            .name("pg_vector_index_size_bytes")
                            .help("Size")
                            .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                                    .value(8192)
                                    .labels(index)
                                    .build())
                            .build(),
                    GaugeSnapshot.builder()
                            .name("pg_vector_index_resident_bytes")
                            .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
                                    .value(4096)
                                    .labels(index)
                                    .build())
                            .build(),
                    CounterSnapshot.builder()
                            .name("pg_vector_index_scans")
                            .dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                                    .value(searches)
                                    .labels(index)
                                    .build())
                            .build(),
                    SummarySnapshot.builder()
                            .name("pg_vector_probe_latency_seconds")
                            .dataPoint(SummarySnapshot.SummaryDataPointSnapshot.builder()
                                    .count(300)
                                    .sum(1)
                                    .quantiles(Quantiles.builder()
                                            .quantile(0.5, 0.001)
                                            .quantile(0.99, 0.02)
                                            .build())
                                    .labels(index)
                                    .build())
                            .build());
        }
    }
}
