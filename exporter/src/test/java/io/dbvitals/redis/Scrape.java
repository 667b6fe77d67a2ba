package io.dbvitals.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.RedisConfig;
import io.dbvitals.scrape.ScrapeRequest;
import io.dbvitals.scrape.SelfMetrics;
import io.dbvitals.scrape.run.Runner;
import io.dbvitals.testing.Samples;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.Labels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A target behind a runner, as a scrape sees it, with the label {@code server} on every series. */
final class Scrape implements AutoCloseable {
    static final Duration BUDGET = Duration.ofSeconds(10);

    private final RedisTarget target;
    private final Runner runner;

    private Scrape(RedisTarget target, Runner runner) {
        this.target = target;
        this.runner = runner;
    }

    static Scrape of(RedisConfig config) {
        RedisTarget target = new RedisTarget("cache", config, Labels.of("server", "here"));
        Runner runner = new Runner(BUDGET, 200_000, 4, new SelfMetrics(), List::of);
        runner.retarget(List.of(target));
        return new Scrape(target, runner);
    }

    RedisTarget target() {
        return target;
    }

    String page() {
        return page(BUDGET);
    }

    String page(Duration budget) {
        var snapshots = runner.scrape(new ScrapeRequest(Set.of(), Set.of(), Set.of(), budget))
                .join();
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create().write(page, snapshots);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return page.toString(UTF_8);
    }

    /** Of a scrape in which the server answered and every collector succeeded. */
    Samples samples() {
        Samples samples = Samples.of(page());
        assertThat(samples.value("redis_up"))
                .as(String.join("\n", samples.all("redis_exporter_last_scrape_error")))
                .isEqualTo(1);
        assertThat(samples.failed()).isEmpty();
        return samples;
    }

    /** Of a scrape in which it did not answer for that reason. */
    Samples down(String reason) {
        Samples samples = Samples.of(page());
        assertThat(samples.value("redis_up")).isZero();
        assertThat(samples.value("redis_exporter_last_scrape_error", "err=\"" + reason + "\""))
                .isEqualTo(1);
        assertThat(samples.value("dbvitals_target_connections")).isLessThanOrEqualTo(1);
        return samples;
    }

    @Override
    public void close() {
        target.close();
        runner.close();
    }
}
