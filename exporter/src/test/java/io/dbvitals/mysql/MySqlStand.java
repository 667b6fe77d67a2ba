package io.dbvitals.mysql;

import io.dbvitals.config.Config;
import io.dbvitals.config.MySqlConfig;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.query.LossListener;
import io.dbvitals.query.SqlTarget;
import io.dbvitals.query.load.QueryFiles;
import io.dbvitals.scrape.ScrapeRequest;
import io.dbvitals.scrape.SelfMetrics;
import io.dbvitals.scrape.run.Runner;
import io.dbvitals.sql.ServerFacts;
import io.dbvitals.sql.mysql.MySqlServer;
import io.dbvitals.testing.Samples;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.Labels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;

/** A target of the shipped queries and the collectors in Java, up to the page, put together as the program does it. */
final class MySqlStand implements AutoCloseable {
    static final String TARGET = "shop";

    final MySqlServer server;
    final SqlTarget target;
    private final SelfMetrics metrics = new SelfMetrics();
    private final Runner runner = new Runner(Duration.ofSeconds(10), 200_000, 6, metrics, List::of);
    private final List<String> losses = new ArrayList<>();

    MySqlStand(MySqlConfig config, String... enable) throws ConfigException {
        this(config, new Config.Queries(true, List.of(), List.of(enable), List.of()));
    }

    MySqlStand(MySqlConfig config, Config.Queries queries) throws ConfigException {
        server = new MySqlServer(config);
        Labels labels = Labels.EMPTY;
        target = new SqlTarget(
                new SqlTarget.Settings(
                        TARGET,
                        config.kind(),
                        labels,
                        List.of(),
                        TargetConfig.Databases.ONE,
                        QueryFiles.load(queries, Path.of("")).active(),
                        MySqlCollectors.of(server, this::facts, labels, config.heartbeat()),
                        collector -> collector,
                        new MySqlStatus(server, labels, TARGET)::families,
                        new LossListener() {
                            @Override
                            public synchronized void duplicates(String collector, int samples) {
                                losses.add(collector + " duplicates " + samples);
                            }

                            @Override
                            public synchronized void limited(String collector, int samples) {
                                losses.add(collector + " limited " + samples);
                            }
                        }),
                server);
        runner.retarget(List.of(target));
    }

    private Optional<ServerFacts> facts() {
        return target.facts();
    }

    /** What was left out of the pages until now. */
    List<String> losses() {
        return losses;
    }

    String page(String... collectors) throws IOException, InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create()
                    .write(
                            out,
                            runner.scrape(new ScrapeRequest(
                                            Set.of(), Set.of(), Set.of(collectors), Duration.ofSeconds(10)))
                                    .get());
        } catch (ExecutionException e) {
            throw new IOException(e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    Samples samples(String... collectors) throws IOException, InterruptedException {
        return Samples.of(page(collectors));
    }

    @Override
    public void close() {
        runner.close();
        server.close();
    }
}
