package io.dbvitals.vector.statements;

import io.dbvitals.config.TargetConfig;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Snapshots;
import io.dbvitals.sql.postgres.PostgresServer;
import io.dbvitals.testing.Samples;
import io.dbvitals.testing.TestServer;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.Labels;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Reads the statements of a server's databases as the exporter does, without keeping results; time passes when a test says so. */
final class Stand implements AutoCloseable {
    private final TestServer server;
    private final PostgresServer connection;
    private final StatementCollector collector;
    private final AtomicLong nanos = new AtomicLong();

    Stand(TestServer server, String... databases) {
        this(server, server.config("postgres", 3, TargetConfig.Databases.ONE), databases);
    }

    Stand(TestServer server, TargetConfig.Postgres config, String... databases) {
        this.server = server;
        this.connection = new PostgresServer(config);
        this.collector =
                new StatementCollector(connection, () -> List.of(databases), Labels.of("server", "db1"), nanos::get);
    }

    String page() throws CollectException, InterruptedException, IOException {
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create()
                .write(page, Snapshots.merged(collector.collect(Deadline.after(Duration.ofSeconds(20)))));
        return page.toString(StandardCharsets.UTF_8);
    }

    Samples samples() throws CollectException, InterruptedException, IOException {
        return Samples.of(page());
    }

    double calls(String table, String operator) throws CollectException, InterruptedException, IOException {
        return samples()
                .value("pg_vector_statement_calls_total", "relname=\"" + table + "\"", "operator=\"" + operator + "\"");
    }

    /** What is read from catalogs is asked for again. */
    void later() {
        nanos.addAndGet(Duration.ofMinutes(6).toNanos());
    }

    /** How often dbvitals has read pg_stat_statements since it was last reset. */
    long reads() throws SQLException {
        return asked("'%.pg_stat_statements($%'");
    }

    /** How often dbvitals has read catalogs since pg_stat_statements was last reset. */
    long lookUps() throws SQLException {
        return asked("'%pg_catalog.pg_amop%'");
    }

    private long asked(String pattern) throws SQLException {
        try (Connection superuser = server.connect("postgres");
                Statement statement = superuser.createStatement();
                ResultSet rows = statement.executeQuery("SELECT coalesce(sum(calls), 0) FROM pg_stat_statements"
                        + " WHERE userid = 'dbvitals'::regrole AND query LIKE " + pattern)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    @Override
    public void close() {
        connection.close();
    }
}
