package io.dbvitals.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.config.Config;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.config.yaml.Position;
import io.dbvitals.query.load.QueryFiles;
import io.dbvitals.query.predicate.Answers;
import io.dbvitals.query.rows.RowMapper;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Reason;
import io.dbvitals.scrape.Snapshots;
import io.dbvitals.sql.postgres.PostgresServer;
import io.dbvitals.testing.TestServer;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs queries of the id {@code q}, written as a user writes them, on a real server, up to the page. */
final class OneQuery implements AutoCloseable {
    private final TestServer server = TestServer.start(17);
    private final PostgresServer connection = new PostgresServer(server.config());
    private final List<String> losses = new ArrayList<>();

    /** What was left out since the list was last cleared. */
    List<String> losses() {
        return losses;
    }

    /** {@code columns} as lines of the file. */
    String page(String sql, String... columns)
            throws ConfigException, CollectException, InterruptedException, IOException {
        return pageWith("enabled: true", sql, columns);
    }

    /** {@code key} is one more line of the query. */
    String pageWith(String key, String sql, String... columns)
            throws ConfigException, CollectException, InterruptedException, IOException {
        Query query = load("""
                queries:
                  q:
                    help: Help
                    %s
                    sql: |-
                      %s
                    columns:
                      %s
                """.formatted(key, sql.replace("\n", "\n      "), String.join("\n      ", columns)));
        Planned planned = Planned.in(query, "postgres", query.variants().get(0).sql(), "");
        RowMapper mapper = QueryLayout.mapper("q", query, query.columns(), Labels.EMPTY, new LossListener() {
            @Override
            public void duplicates(String collector, int samples) {
                losses.add("duplicates " + samples);
            }

            @Override
            public void limited(String collector, int samples) {
                losses.add("limited " + samples);
            }
        });
        List<MetricSnapshot> families = new QueryCollector("q", planned, connection, mapper, new Answers())
                .collect(Deadline.after(Duration.ofSeconds(10)));
        ByteArrayOutputStream page = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(page, Snapshots.merged(families));
        return page.toString(StandardCharsets.UTF_8);
    }

    void assertBadData(String sql, String columns, String message) {
        assertThatThrownBy(() -> page(sql, columns))
                .isInstanceOfSatisfying(
                        CollectException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BAD_DATA))
                .hasMessageContaining(message);
    }

    @Override
    public void close() {
        connection.close();
        server.close();
    }

    private static Query load(String text) throws ConfigException, IOException {
        Path file = Files.createTempFile("query", ".yaml");
        try {
            Files.writeString(file, text);
            Config.Include include =
                    new Config.Include(file.toString(), Optional.empty(), Optional.empty(), new Position("test", 1, 1));
            return QueryFiles.load(new Config.Queries(false, List.of(include), List.of(), List.of()), Path.of(""))
                    .active()
                    .get(0);
        } finally {
            Files.delete(file);
        }
    }
}
