package io.dbvitals.demo.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LatenciesTest {
    @Test
    void percentiles_are_those_of_the_nearest_rank() {
        Latencies latencies = new Latencies();
        for (int millis = 100; millis >= 1; millis--) {
            latencies.add(Duration.ofMillis(millis));
        }

        assertThat(latencies.percentile(50)).isEqualTo(50);
        assertThat(latencies.percentile(99)).isEqualTo(99);
        assertThat(latencies.percentile(100)).isEqualTo(100);
    }

    @Test
    void percentiles_of_one_scrape_are_that_scrape() {
        Latencies latencies = new Latencies();
        latencies.add(Duration.ofMillis(7));

        assertThat(latencies.percentile(1)).isEqualTo(7);
        assertThat(latencies.percentile(99)).isEqualTo(7);
    }
}
