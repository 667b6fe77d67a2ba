package io.dbvitals.vector.probe;

import static io.dbvitals.vector.probe.Stand.is;
import static io.dbvitals.vector.probe.Stand.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbvitals.config.VectorConfig;
import io.dbvitals.testing.Backends;
import io.dbvitals.testing.Samples;
import io.dbvitals.testing.TestServer;
import io.dbvitals.testing.VectorRows;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ProbeTroublesIT {
    private static final String USED = "pg_vector_probe_index_used";
    private static final String SCANS = "pg_vector_probe_index_scans_total";
    private static final String ERRORS = "pg_vector_probe_errors_total";
    private static final String SLOW =
            "SELECT embedding <-> $1::vector AS d, pg_sleep(%s) FROM items ORDER BY d LIMIT 1";
    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.startWithVector();
        VectorRows.clustered(5000, 16, 20, 7).create(server, "items");
        server.execute(
                "CREATE INDEX items_hnsw ON items USING hnsw (embedding vector_l2_ops)",
                "GRANT SELECT ON items TO dbvitals");
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void missingRight_isToldWithoutAStatement_untilItIsGranted() throws Exception {
        server.execute(
                "CREATE TABLE secret (id int, embedding vector(16))",
                "INSERT INTO secret SELECT * FROM items",
                "CREATE INDEX secret_hnsw ON secret USING hnsw (embedding vector_l2_ops)",
                "ANALYZE secret");
        String reason = "reason=\"permission\"";
        try (Stand stand = new Stand(server, Stand.quick(List.of(), "public.secret_*"))) {
            Samples samples = stand.until(each -> each.has(ERRORS) && value(each, ERRORS, "secret_hnsw", reason) == 2);
            assertThat(value(samples, SCANS, "secret_hnsw")).isZero();
            assertThat(samples.has(USED)).isFalse();
            assertThat(statements("%FROM public.secret%")).isZero();
            // A right on another column shows only when the search is refused.
            server.execute("GRANT SELECT (id) ON secret TO dbvitals");
            stand.until(each -> value(each, ERRORS, "secret_hnsw", reason) >= 4);
            server.execute("GRANT SELECT (embedding) ON secret TO dbvitals");
            stand.untilIs(1, USED, "secret_hnsw");
        }
    }

    @Test
    void lockedTable_isALock_andNoHindranceAfterwards() throws Exception {
        try (Stand stand = new Stand(server, Stand.quick(List.of(), "public.items_hnsw"));
                Connection connection = server.connect("postgres");
                Statement statement = connection.createStatement()) {
            stand.untilIs(1, USED, "items_hnsw");
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE items IN ACCESS EXCLUSIVE MODE");
            stand.until(each -> value(each, ERRORS, "items_hnsw", "reason=\"lock\"") > 1);
            connection.rollback();
            double scans = value(stand.samples(), SCANS, "items_hnsw");
            stand.until(each -> value(each, SCANS, "items_hnsw") > scans + 20);
        }
    }

    @Test
    void slowSearch_isEndedByTheServer_andItsPlanIsKnownAllTheSame() {
        server.execute("CREATE INDEX items_cosine ON items USING hnsw (embedding vector_cosine_ops)");
        try (Stand stand = new Stand(
                server,
                Stand.quick(
                        10,
                        Duration.ofMillis(200),
                        List.of(
                                query("slow", "items_hnsw", String.format(SLOW, 5)),
                                query("unserved", "items_cosine", String.format(SLOW, 5)))))) {
            Samples samples = stand.until(each -> is(each, 1, USED, "items_hnsw") && is(each, 0, USED, "items_cosine"));
            assertThat(value(samples, ERRORS, "items_hnsw", "reason=\"timeout\""))
                    .isPositive();
            assertThat(value(samples, "pg_vector_probe_duration_seconds_count", "items_hnsw", "outcome=\"timeout\""))
                    .isPositive();
            assertThat(value(samples, "pg_vector_probe_duration_seconds_count", "items_hnsw", "outcome=\"ok\""))
                    .isZero();
        }
    }

    @Test
    void stoppedServer_isWaitedFor() {
        try (TestServer other = TestServer.startWithVector()) {
            VectorRows.clustered(5000, 8, 10, 7).create(other, "items");
            other.execute(
                    "CREATE INDEX items_hnsw ON items USING hnsw (embedding vector_l2_ops)",
                    "GRANT SELECT ON items TO dbvitals");
            try (Stand stand = new Stand(other, Stand.quick(List.of(), "*"))) {
                stand.untilIs(1, USED, "items_hnsw");
                other.stop();
                Samples samples = stand.until(each -> value(each, ERRORS, "items_hnsw", "reason=\"unreachable\"") > 1);
                assertThat(samples.has(USED)).isFalse();
                double scans = value(samples, SCANS, "items_hnsw");
                other.startAgain();
                samples = stand.untilIs(1, USED, "items_hnsw");
                assertThat(value(samples, SCANS, "items_hnsw")).isGreaterThan(scans);
            }
        }
    }

    @Test
    void reindexConcurrently_isNoLoss() throws Exception {
        server.execute(
                "CREATE TABLE rebuilt AS SELECT * FROM items",
                "CREATE INDEX rebuilt_hnsw ON rebuilt USING hnsw (embedding vector_l2_ops)",
                "ANALYZE rebuilt",
                "GRANT SELECT ON rebuilt TO dbvitals");
        try (Stand stand = new Stand(server, Stand.quick(List.of(), "public.rebuilt_*"));
                Connection holder = server.connect("postgres");
                Statement old = holder.createStatement()) {
            stand.untilIs(1, USED, "rebuilt_hnsw");
            // An old snapshot keeps the rebuild waiting, with its invalid index in the catalogs.
            holder.setAutoCommit(false);
            old.execute("LOCK TABLE rebuilt IN ROW EXCLUSIVE MODE");
            Thread rebuild = new Thread(() -> server.execute("REINDEX INDEX CONCURRENTLY rebuilt_hnsw"), "rebuild");
            rebuild.start();
            await().until(() ->
                    Backends.count(server, "SELECT count(*) FROM pg_class WHERE relname = 'rebuilt_hnsw_ccnew'") == 1);
            double scans = value(stand.samples(), SCANS, "rebuilt_hnsw");
            Samples samples = stand.until(each -> value(each, SCANS, "rebuilt_hnsw") > scans + 200);
            assertThat(samples.all(USED)).singleElement().asString().matches(line -> line.endsWith(" 1.0"));
            holder.rollback();
            rebuild.join();
            double after = value(stand.samples(), SCANS, "rebuilt_hnsw");
            samples = stand.until(each -> value(each, SCANS, "rebuilt_hnsw") > after + 200);
            assertThat(samples.all(USED)).singleElement().asString().matches(line -> line.endsWith(" 1.0"));
            assertThat(samples.all(ERRORS)).allMatch(line -> line.endsWith(" 0.0"));
        }
    }

    @Test
    void invalidIndex_isWhatThePlannerMakesOfIt() throws Exception {
        server.execute(
                "CREATE TABLE broken AS SELECT * FROM items",
                "CREATE INDEX broken_hnsw ON broken USING hnsw (embedding vector_l2_ops)",
                "UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'broken_hnsw'::regclass",
                "ANALYZE broken",
                "GRANT SELECT ON broken TO dbvitals");
        try (Stand stand = new Stand(server, Stand.quick(List.of(), "public.broken_*"))) {
            stand.untilIs(0, USED, "broken_hnsw");
        }
    }

    @Test
    void close_leavesNoThreadAndNoConnection_alsoAmidASearch() throws Exception {
        Stand stand = new Stand(
                server,
                Stand.quick(10, Duration.ofSeconds(30), List.of(query("slow", "items_hnsw", String.format(SLOW, 60)))));
        stand.samples();
        String sleeping = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'dbvitals' AND wait_event = 'PgSleep'";
        await().atMost(Stand.PATIENCE).until(() -> Backends.count(server, sleeping) == 1);
        stand.close();
        await().until(() -> BackgroundTest.threads() == 0);
        await().until(() -> Backends.now(server) == 0);
    }

    @Test
    void load_staysWithinItsPart() throws Exception {
        server.execute(
                "CREATE ROLE searcher LOGIN PASSWORD '" + TestServer.PASSWORD + "' IN ROLE pg_monitor",
                "GRANT SELECT ON items TO searcher");
        double part = 0.2;
        VectorConfig slow = new VectorConfig(
                false,
                1,
                Duration.ofMillis(200),
                5,
                10,
                Duration.ofSeconds(2),
                part,
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(query("slow", "items_hnsw", String.format(SLOW, 0.01))),
                false);
        long start = System.nanoTime();
        try (Stand stand = new Stand(Stand.as(server, "searcher"), slow)) {
            stand.until(each -> each.has(SCANS) && value(each, SCANS, "items_hnsw") >= 20);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        double spent = milliseconds("searcher") / 1e3;
        // One search, which takes some 15 ms, may have taken longer than it was expected to.
        assertThat(spent).isBetween(0.2, part * seconds + 0.1);
    }

    private static int statements(String pattern) throws Exception {
        return Backends.count(
                server,
                "SELECT count(*) FROM pg_stat_statements s JOIN pg_roles r ON r.oid = s.userid WHERE rolname = 'dbvitals' AND query LIKE '"
                        + pattern + "'");
    }

    private static int milliseconds(String role) throws Exception {
        return Backends.count(
                server,
                "SELECT sum(total_exec_time)::int FROM pg_stat_statements s JOIN pg_roles r ON r.oid = s.userid WHERE rolname = '"
                        + role + "'");
    }

    private static VectorConfig.OwnQuery query(String name, String index, String sql) {
        return new VectorConfig.OwnQuery(
                name, "", "public." + index, "SELECT embedding::text FROM items TABLESAMPLE SYSTEM (20) LIMIT 20", sql);
    }
}
