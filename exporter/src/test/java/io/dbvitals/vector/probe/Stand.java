package io.dbvitals.vector.probe;

import static org.awaitility.Awaitility.await;

import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.VectorConfig;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.postgres.PostgresServer;
import io.dbvitals.testing.Samples;
import io.dbvitals.testing.TestServer;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A probe of a real server, that is looked at as scrapes do. */
final class Stand implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);

    final PostgresServer server;
    final VectorProbe probe;

    Stand(TestServer server, VectorConfig config) {
        this(server.config("postgres", config.connections(), TargetConfig.Databases.ONE), config);
    }

    Stand(TargetConfig.Postgres source, VectorConfig config) {
        this.server = new PostgresServer(source);
        this.probe = VectorProbe.of(server, source.databases(), config, Labels.of("server", "db:5432"));
    }

    /** Ten rounds a second, as many searches as there is time for, no recall. */
    static VectorConfig quick(List<VectorConfig.OwnQuery> queries, String... include) {
        return quick(10, Duration.ofSeconds(2), queries, include);
    }

    static VectorConfig quick(int k, Duration timeout, List<VectorConfig.OwnQuery> queries, String... include) {
        return new VectorConfig(
                include.length > 0,
                1,
                Duration.ofMillis(100),
                5,
                k,
                timeout,
                1,
                List.of(include),
                List.of(),
                Optional.empty(),
                queries,
                false);
    }

    /** The same server with a parameter of the session, such as {@code hnsw.ef_search=40}. */
    static TargetConfig.Postgres with(TestServer server, String setting) {
        return source(server, "dbvitals", Map.of("options", "-c " + setting));
    }

    /** The same server as another role with the same password. */
    static TargetConfig.Postgres as(TestServer server, String role) {
        return source(server, role, Map.of());
    }

    private static TargetConfig.Postgres source(TestServer server, String role, Map<String, String> parameters) {
        TargetConfig.Postgres plain = server.config("postgres", 1, TargetConfig.Databases.ONE);
        return new TargetConfig.Postgres(
                plain.host(),
                plain.port(),
                plain.database(),
                role,
                plain.password(),
                parameters,
                plain.maxConnections(),
                plain.connectTimeout(),
                plain.statementTimeout(),
                plain.lockTimeout(),
                plain.searchPath(),
                plain.databases());
    }

    MetricSnapshots page() {
        return new MetricSnapshots(probe.collect(Deadline.after(PATIENCE)));
    }

    Samples samples() {
        try {
            return Samples.of(io.dbvitals.scrape.Samples.text(page()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Samples until(Predicate<Samples> condition) {
        return await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(this::samples, condition);
    }

    /** Until the value of that index is this. */
    Samples untilIs(double value, String name, String index, String... labels) {
        return until(samples -> is(samples, value, name, index, labels));
    }

    static boolean is(Samples samples, double value, String name, String index, String... labels) {
        return samples.has(name, labels(index, labels)) && samples.value(name, labels(index, labels)) == value;
    }

    static double value(Samples samples, String name, String index, String... labels) {
        return samples.value(name, labels(index, labels));
    }

    private static String[] labels(String index, String... more) {
        String[] all = new String[more.length + 1];
        all[0] = "indexrelname=\"" + index + "\"";
        System.arraycopy(more, 0, all, 1, more.length);
        return all;
    }

    @Override
    public void close() {
        probe.close();
        server.close();
    }
}
