package io.dbvitals.vector.recall;

import static io.dbvitals.vector.recall.VectorServer.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dbvitals.config.VectorConfig;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Reason;
import io.dbvitals.testing.VectorRows;
import io.dbvitals.vector.catalog.IndexName;
import io.dbvitals.vector.catalog.VectorIndex;
import io.dbvitals.vector.search.Search;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RecallMeterIT {
    private static final Duration HOUR = Duration.ofHours(1);
    private static final VectorConfig.Recall SETTINGS =
            new VectorConfig.Recall(HOUR, 24, Duration.ofSeconds(30), 1L << 30);

    private static VectorServer postgres;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

    @BeforeAll
    static void start() {
        postgres = new VectorServer();
        VectorRows clustered = VectorRows.clustered(4000, 16, 40, 7);
        for (String table : new String[] {"thinned", "changed", "large", "busy", "locked"}) {
            clustered.create(postgres.server, table);
            postgres.server.execute(
                    "CREATE INDEX " + table + "_hnsw ON " + table + " USING hnsw (embedding vector_l2_ops)");
        }
        postgres.server.execute(
                "CREATE FUNCTION slow(v vector) RETURNS vector LANGUAGE plpgsql IMMUTABLE COST 10000 AS"
                        + " 'BEGIN PERFORM pg_sleep(0.001); RETURN v; END'",
                "CREATE TABLE slow AS SELECT id, embedding AS e, repeat('x', 1500) AS filler FROM changed WHERE id <= 1000",
                "CREATE INDEX slow_hnsw ON slow USING hnsw ((slow(e)::vector(16)) vector_l2_ops)",
                "CREATE TABLE tagged AS SELECT id, embedding AS e, '{\"a\": 1}'::jsonb AS tags FROM changed",
                "CREATE INDEX tagged_some ON tagged USING hnsw (e vector_l2_ops) WHERE (tags ? 'a')",
                "CREATE TABLE rare AS SELECT i AS id, format('[%s,1,2]', i)::vector(3) AS e, repeat('x', 500) AS filler"
                        + " FROM generate_series(1, 20000) i",
                "CREATE INDEX rare_some ON rare USING hnsw (e vector_l2_ops) WHERE (id % 500 = 1)",
                "CREATE TABLE bare (id int, e vector(4))",
                "CREATE INDEX bare_hnsw ON bare USING hnsw (e vector_l2_ops)",
                "CREATE TABLE hidden AS SELECT * FROM tagged",
                "CREATE INDEX hidden_hnsw ON hidden USING hnsw (e vector_l2_ops)",
                "ANALYZE",
                "GRANT SELECT ON thinned, changed, large, busy, locked, slow, tagged, rare, bare TO dbvitals",
                "GRANT SELECT (id) ON hidden TO dbvitals");
    }

    @AfterAll
    static void stop() {
        if (postgres != null) {
            postgres.close();
        }
    }

    @Test
    void deletedRows_lowerRecall_untilTheyAreVacuumed() throws Exception {
        RecallMeter meter = meter("thinned_hnsw", 30, SETTINGS);
        Recall before = measure(meter, "thinned_hnsw");
        assertThat(before.mean()).isGreaterThan(0.9);
        assertThat(before.method()).isEqualTo(Recall.Method.EXACT);
        assertThat(before.queries()).isEqualTo(24);
        assertThat(before.k()).isEqualTo(30);
        assertThat(before.at()).isEqualTo(now.get());
        assertThat(before.took()).isPositive();

        postgres.server.execute("DELETE FROM thinned WHERE id % 5 < 3", "SELECT pg_stat_force_next_flush()");
        later(HOUR);
        Recall thinned = measure(meter, "thinned_hnsw");
        assertThat(thinned.mean()).isLessThan(before.mean() - 0.2);
        assertThat(thinned.worst()).isLessThan(thinned.mean());

        postgres.server.execute("VACUUM thinned");
        later(Duration.ofMinutes(5));
        assertThat(measure(meter, "thinned_hnsw").mean()).isGreaterThan(0.9);
    }

    @Test
    void truth_isFoundAgain_onlyWhenMuchHasChanged() throws Exception {
        RecallMeter meter = meter("changed_hnsw", 10, SETTINGS);
        long passes = passes("changed");
        measure(meter, "changed_hnsw");
        assertThat(passes("changed") - passes).isEqualTo(1);
        for (int i = 0; i < 5; i++) {
            later(HOUR);
            measure(meter, "changed_hnsw");
        }
        change("changed", 40);
        later(HOUR);
        measure(meter, "changed_hnsw");
        assertThat(passes("changed") - passes).isEqualTo(1);

        change("changed", 1);
        measure(meter, "changed_hnsw");
        assertThat(passes("changed") - passes).isEqualTo(2);
        change("changed", 400);
        later(HOUR.minusSeconds(1));
        measure(meter, "changed_hnsw");
        assertThat(passes("changed") - passes).isEqualTo(2);
        later(Duration.ofSeconds(1));
        measure(meter, "changed_hnsw");
        assertThat(passes("changed") - passes).isEqualTo(3);
        later(Duration.ofHours(24));
        measure(meter, "changed_hnsw");
        assertThat(passes("changed") - passes).isEqualTo(4);
    }

    @Test
    void tableOverTheLimit_isSampled() throws Exception {
        long bytes = postgres.index("large_hnsw").tableBytes();
        VectorConfig.Recall half = new VectorConfig.Recall(HOUR, 24, Duration.ofSeconds(30), bytes / 2);
        Recall sampled = measure(meter("large_hnsw", 10, half), "large_hnsw");
        assertThat(sampled.method()).isEqualTo(Recall.Method.SAMPLED);
        assertThat(sampled.mean()).isGreaterThan(0.8);
    }

    @Test
    void tooSlow_isATimeout_andThenOnlyAPartIsLookedAt() throws Exception {
        VectorConfig.Recall brief = new VectorConfig.Recall(HOUR, 2, Duration.ofSeconds(1), 1L << 30);
        RecallMeter meter = meter("slow_hnsw", 10, brief);
        assertThatThrownBy(() -> measure(meter, "slow_hnsw"))
                .isInstanceOfSatisfying(
                        CollectException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TIMEOUT))
                .hasMessageContaining("recall of public.slow_hnsw")
                .hasMessageNotContaining("[");
        AtomicReference<Recall> measured = new AtomicReference<>();
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(CollectException.class)
                .until(() -> {
                    measured.set(measure(meter, "slow_hnsw"));
                    return true;
                });
        assertThat(measured.get().method()).isEqualTo(Recall.Method.SAMPLED);
    }

    @Test
    void lockedTable_isATimeout_soonAfter() throws Exception {
        RecallMeter meter = meter("locked_hnsw", 10, SETTINGS);
        VectorIndex latest = postgres.index("locked_hnsw");
        try (Connection connection = postgres.server.connect("postgres");
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE locked IN ACCESS EXCLUSIVE MODE");
            assertThatThrownBy(() -> meter.measure(postgres.reader, latest, Deadline.after(PATIENCE)))
                    .isInstanceOfSatisfying(
                            CollectException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TIMEOUT))
                    .hasMessageContaining("a lock is held");
        }
        assertThat(measure(meter, "locked_hnsw").method()).isEqualTo(Recall.Method.EXACT);
    }

    @Test
    void indexBeingBuilt_leavesTheLastResult() throws Exception {
        RecallMeter knowing = meter("busy_hnsw", 10, SETTINGS);
        Recall last = measure(knowing, "busy_hnsw");
        later(Duration.ofHours(24));
        CompletableFuture<Void> build;
        try (Connection connection = postgres.server.connect("postgres");
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("UPDATE busy SET id = id WHERE id = 1");
            build = CompletableFuture.runAsync(
                    () -> postgres.server.execute("CREATE INDEX CONCURRENTLY busy_id ON busy (id)"));
            await().atMost(PATIENCE)
                    .until(() -> postgres.number("SELECT count(*) FROM pg_stat_progress_create_index") == 1);
            assertThat(measure(knowing, "busy_hnsw")).isSameAs(last);
            assertThatThrownBy(() -> measure(meter("busy_hnsw", 10, SETTINGS), "busy_hnsw"))
                    .isInstanceOfSatisfying(
                            CollectException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TIMEOUT))
                    .hasMessageContaining("is being vacuumed or indexed");
            connection.rollback();
        }
        build.join();
        assertThat(measure(knowing, "busy_hnsw").at()).isEqualTo(now.get());
    }

    @Test
    void conditionWithAQuestionMark_isNoPlaceForAValue() throws Exception {
        assertThat(measure(meter("tagged_some", 10, SETTINGS), "tagged_some").mean())
                .isGreaterThan(0.9);
    }

    @Test
    void fewRowsOfALargeTable_areFoundToo() throws Exception {
        Recall recall = measure(meter("rare_some", 10, SETTINGS), "rare_some");
        assertThat(recall.mean()).isEqualTo(1);
        assertThat(recall.queries()).isGreaterThan(10);
    }

    @Test
    void emptyTable_isNamed() {
        assertThatThrownBy(() -> measure(meter("bare_hnsw", 10, SETTINGS), "bare_hnsw"))
                .isInstanceOfSatisfying(
                        CollectException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BAD_DATA))
                .hasMessageContaining("gave no value to search for");
    }

    @Test
    void columnThatMayNotBeRead_isDenied() {
        assertThatThrownBy(() -> measure(meter("hidden_hnsw", 10, SETTINGS), "hidden_hnsw"))
                .isInstanceOfSatisfying(
                        CollectException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DENIED));
    }

    @Test
    void searchOfTheUsersOwn_isMeasuredByTheInterval() throws Exception {
        Search search = Search.by(
                new VectorConfig.OwnQuery(
                        "changed",
                        "",
                        "public.changed_hnsw",
                        "SELECT embedding::text FROM changed WHERE id <= 64",
                        "SELECT embedding <-> $1::vector AS d FROM changed WHERE id > 100 ORDER BY d LIMIT 5"),
                new IndexName("postgres", "public", "changed", "changed_hnsw"));
        RecallMeter meter = RecallMeter.of(search, SETTINGS, new Random(1), now::get, System::nanoTime);
        Recall first = meter.measure(postgres.reader, Deadline.after(PATIENCE));
        assertThat(first.k()).isEqualTo(5);
        assertThat(first.method()).isEqualTo(Recall.Method.EXACT);
        assertThat(first.mean()).isBetween(0.5, 1.0);
        later(HOUR);
        assertThat(meter.measure(postgres.reader, Deadline.after(PATIENCE)).at())
                .isEqualTo(now.get());
    }

    @Test
    void searches_areGivenUp_whenTheyTakeTooLongTogether() throws Exception {
        SearchBatch batch = postgres.batch(Search.in(postgres.index("large_hnsw"), 10, 8), 4);
        assertThatThrownBy(() ->
                        postgres.in(Map.of(), transaction -> batch.run(transaction, Deadline.after(Duration.ZERO))))
                .isInstanceOfSatisfying(
                        CollectException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TIMEOUT))
                .hasMessageContaining("only 0 of 4 searches were done in time");
    }

    private RecallMeter meter(String index, int k, VectorConfig.Recall settings) throws Exception {
        return RecallMeter.of(
                Search.in(postgres.index(index), k, 64), settings, new Random(1), now::get, System::nanoTime);
    }

    private static Recall measure(RecallMeter meter, String index) throws Exception {
        return meter.measure(postgres.reader, postgres.index(index), Deadline.after(PATIENCE));
    }

    private void later(Duration duration) {
        now.updateAndGet(then -> then.plus(duration));
    }

    private static void change(String table, int rows) {
        postgres.server.execute(
                "UPDATE " + table + " SET id = id WHERE id <= " + rows, "SELECT pg_stat_force_next_flush()");
    }

    /** How often all rows of a table were compared. */
    private static long passes(String table) throws Exception {
        return postgres.number("SELECT coalesce(sum(calls), 0) FROM pg_stat_statements"
                + " WHERE query LIKE '/* dbvitals vector truth */%FROM public." + table + " %'");
    }
}
