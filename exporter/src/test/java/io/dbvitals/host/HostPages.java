package io.dbvitals.host;

import io.dbvitals.config.HostConfig;
import io.dbvitals.scrape.ScrapeRequest;
import io.dbvitals.scrape.SelfMetrics;
import io.dbvitals.scrape.Target;
import io.dbvitals.scrape.run.Runner;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.Labels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Pages of a host target, read as a scrape reads it. */
final class HostPages implements AutoCloseable {
    /** All that is off by default. */
    static final List<String> ALL = List.of("processes", "interrupts", "softirqs", "tcpstat");

    private final Runner runner = new Runner(Duration.ofSeconds(10), 100_000, 8, new SelfMetrics(), List::of);
    private final HostTarget target;

    HostPages(HostConfig config) {
        this(config, Labels.EMPTY);
    }

    HostPages(HostConfig config, Labels labels) {
        this.target = new HostTarget("host", config, labels);
        runner.retarget(List.<Target>of(target));
    }

    /** That machine whose files lie in the folder, as {@code proc}, {@code sys} and {@code udev}. */
    static HostConfig files(Path folder, HostConfig.Source source, List<String> enable) {
        return new HostConfig(
                source,
                new HostConfig.Paths(
                        folder.resolve("proc"), folder.resolve("sys"), folder.resolve("root"), folder.resolve("udev")),
                true,
                List.of(),
                HostConfig.Filters.DEFAULT,
                enable,
                List.of());
    }

    /** The machine that runs the tests. */
    static HostConfig machine(HostConfig.Source source, List<String> enable) {
        return new HostConfig(
                source, HostConfig.Paths.DEFAULT, true, List.of(), HostConfig.Filters.DEFAULT, enable, List.of());
    }

    HostTarget target() {
        return target;
    }

    String page() throws Exception {
        return page(Duration.ofSeconds(10));
    }

    String page(Duration budget) throws Exception {
        var families = runner.scrape(new ScrapeRequest(Set.of("host"), Set.of(), Set.of(), budget))
                .get(30, TimeUnit.SECONDS);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create().write(out, families);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        target.close();
        runner.close();
    }
}
