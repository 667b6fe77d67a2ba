package io.dbvitals.pgbouncer;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dbvitals.config.Config;
import io.dbvitals.config.PgBouncerConfig;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.query.LossListener;
import io.dbvitals.query.Query;
import io.dbvitals.query.SqlTarget;
import io.dbvitals.query.load.QueryFiles;
import io.dbvitals.scrape.ScrapeRequest;
import io.dbvitals.scrape.SelfMetrics;
import io.dbvitals.scrape.run.Runner;
import io.dbvitals.testing.Samples;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.Labels;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A PgBouncer target as the program has it, with all that is shipped, scraped by the program's own runner. */
final class Stand implements AutoCloseable {
    final PgBouncerServer server;
    private final Runner runner;

    Stand(PgBouncerConfig config) throws Exception {
        server = new PgBouncerServer(config);
        List<Query> queries = QueryFiles.load(new Config.Queries(true, List.of(), List.of(), List.of()), Path.of(""))
                .active();
        SelfMetrics metrics = new SelfMetrics();
        SqlTarget target = new SqlTarget(
                new SqlTarget.Settings(
                        "pool",
                        "pgbouncer",
                        Labels.EMPTY,
                        List.of(),
                        TargetConfig.Databases.ONE,
                        queries,
                        PgBouncerCollectors.of(server, Labels.EMPTY),
                        collector -> collector,
                        new PgBouncerStatus(server, Labels.EMPTY, "pool")::families,
                        new LossListener() {
                            @Override
                            public void duplicates(String collector, int samples) {
                                metrics.duplicate("pool", collector, samples);
                            }

                            @Override
                            public void limited(String collector, int samples) {
                                metrics.limited("pool", collector, samples);
                            }
                        }),
                server);
        runner = new Runner(Duration.ofSeconds(10), 100_000, 4, metrics, List::of);
        runner.retarget(List.of(target));
    }

    String page() throws Exception {
        return page(Duration.ofSeconds(10));
    }

    String page(Duration budget) throws Exception {
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create()
                .write(
                        page,
                        runner.scrape(new ScrapeRequest(Set.of(), Set.of(), Set.of(), budget))
                                .get());
        return page.toString(UTF_8);
    }

    Samples samples() throws Exception {
        return Samples.of(page());
    }

    @Override
    public void close() {
        runner.close();
        server.close();
    }
}
