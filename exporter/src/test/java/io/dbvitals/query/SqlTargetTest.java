package io.dbvitals.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.Config;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.yaml.Position;
import io.dbvitals.query.load.QueryFiles;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Collector;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Reason;
import io.dbvitals.sql.DatabaseFacts;
import io.dbvitals.sql.Engine;
import io.dbvitals.sql.ServerFacts;
import io.dbvitals.sql.SqlServer;
import io.prometheus.metrics.model.snapshots.Labels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlTargetTest {
    @TempDir
    private Path folder;

    private final Stub server = new Stub();

    @Test
    void plan_isKeptWhileTheServerStaysTheSame() throws Exception {
        SqlTarget target = target("a: {scope: database, requires: {schemas: [public]}, COLUMNS}");

        List<Collector> first = prepare(target);
        assertThat(prepare(target)).isEqualTo(first);
        assertThat(server.factsRead).isEqualTo(1);

        server.facts = new ServerFacts(Engine.POSTGRES, "17.4", true, Instant.EPOCH, List.of("postgres"));
        assertThat(prepare(target))
                .as("a collector that still applies keeps its cache")
                .isEqualTo(first);
        assertThat(server.factsRead).isEqualTo(2);

        server.facts = new ServerFacts(Engine.POSTGRES, "18.0", true, Instant.EPOCH, List.of("postgres"));
        assertThat(prepare(target))
                .as("after an upgrade the columns may differ")
                .doesNotContainAnyElementsOf(first);
    }

    @Test
    void factsThatCouldNotBeRead_areAskedForAgain() throws Exception {
        SqlTarget target = target("a: {requires: {schemas: [public]}, COLUMNS}");
        server.broken = true;
        assertThat(prepare(target)).isEmpty();
        assertThat(target.skipped()).containsExactly(Map.entry("a", "facts"));

        server.broken = false;
        assertThat(names(prepare(target))).containsExactly("a");
        assertThat(target.skipped()).isEmpty();
    }

    @Test
    void order_isCheapFirst_andDatabasesTakeTurns() throws Exception {
        server.facts =
                new ServerFacts(Engine.POSTGRES, "17.4", false, Instant.EPOCH, List.of("d1", "d2", "d3", "postgres"));
        SqlTarget target = target("""
                sizes: {ttl: 60s, COLUMNS}
                  late: {priority: 200, COLUMNS}
                  each: {scope: database, COLUMNS}
                  more: {scope: database, priority: 150, COLUMNS}
                  soon: {priority: 1, COLUMNS}""");

        assertThat(names(prepare(target)))
                .containsExactly(
                        "soon",
                        "each@postgres",
                        "more@postgres",
                        "late",
                        "sizes",
                        "each@d1",
                        "each@d2",
                        "more@d1",
                        "more@d2",
                        "each@d3",
                        "more@d3");
    }

    private SqlTarget target(String queries) throws Exception {
        Path file = folder.resolve("q.yaml");
        Files.writeString(
                file,
                "queries:\n  "
                        + queries.replace("COLUMNS", "help: Help, sql: SELECT 1 AS v, columns: {v: {use: gauge}}")
                        + "\n");
        Config.Include include =
                new Config.Include(file.toString(), Optional.empty(), Optional.empty(), new Position("test", 1, 1));
        List<Query> loaded = QueryFiles.load(new Config.Queries(false, List.of(include), List.of(), List.of()), folder)
                .active();
        return new SqlTarget(
                new SqlTarget.Settings(
                        "one",
                        "postgres",
                        Labels.EMPTY,
                        List.of(),
                        new TargetConfig.Databases(true, List.of(), List.of(), 100),
                        loaded,
                        List.of(),
                        collector -> collector,
                        (report, facts) -> List.of(),
                        new LossListener() {
                            @Override
                            public void duplicates(String collector, int samples) {}

                            @Override
                            public void limited(String collector, int samples) {}
                        }),
                server);
    }

    private static List<Collector> prepare(SqlTarget target) throws Exception {
        return target.prepare(Deadline.after(Duration.ofSeconds(1)));
    }

    private static List<String> names(List<Collector> collectors) {
        return collectors.stream().map(Collector::name).toList();
    }

    private static final class Stub implements SqlServer {
        private ServerFacts facts = new ServerFacts(Engine.POSTGRES, "17.4", false, Instant.EPOCH, List.of("postgres"));
        private boolean broken;
        private int factsRead;

        @Override
        public String address() {
            return "db1:5432";
        }

        @Override
        public int maxConnections() {
            return 2;
        }

        @Override
        public int openConnections() {
            return 0;
        }

        @Override
        public String mainDatabase() {
            return "postgres";
        }

        @Override
        public String user() {
            return "me";
        }

        @Override
        public ServerFacts facts(Deadline deadline) {
            return facts;
        }

        @Override
        public DatabaseFacts databaseFacts(String database, Deadline deadline) throws CollectException {
            factsRead++;
            if (broken) {
                throw new CollectException(Reason.TIMEOUT, "late");
            }
            return new DatabaseFacts(Map.of(), Set.of("public"), Map.of());
        }

        @Override
        public <T> T read(Statement statement, Deadline deadline, RowReader<T> reader) throws CollectException {
            throw new CollectException(Reason.UNSUPPORTED, "a stub");
        }

        @Override
        public void check(Statement statement, Deadline deadline) {}

        @Override
        public void reopen() {}

        @Override
        public void close() {}
    }
}
