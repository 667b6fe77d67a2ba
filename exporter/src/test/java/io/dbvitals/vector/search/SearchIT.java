package io.dbvitals.vector.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.config.VectorConfig;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Reason;
import io.dbvitals.sql.Transactions;
import io.dbvitals.sql.postgres.PostgresServer;
import io.dbvitals.testing.TestServer;
import io.dbvitals.testing.VectorRows;
import io.dbvitals.vector.catalog.IndexCatalogue;
import io.dbvitals.vector.catalog.IndexName;
import io.dbvitals.vector.catalog.VectorIndex;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SearchIT {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static TestServer server;
    private static PostgresServer reader;

    @BeforeAll
    static void start() {
        server = TestServer.startWithVector();
        VectorRows.clustered(2000, 16, 20, 7).create(server, "docs");
        server.execute(
                "CREATE INDEX docs_hnsw ON docs USING hnsw (embedding vector_l2_ops)",
                "CREATE TABLE mixed (id int, e vector(16), b bit(8), h halfvec(16), \"Odd \"\"Name\" sparsevec(16))",
                "INSERT INTO mixed SELECT id, embedding, (id % 256)::bit(8), embedding::halfvec(16),"
                        + " embedding::sparsevec(16) FROM docs WHERE id <= 500",
                "CREATE INDEX mixed_half ON mixed USING hnsw ((e::halfvec(16)) halfvec_cosine_ops)",
                "CREATE INDEX mixed_bits ON mixed USING hnsw ((binary_quantize(e)::bit(16)) bit_hamming_ops)",
                "CREATE INDEX mixed_some ON mixed USING hnsw (h halfvec_ip_ops) WHERE id > 250",
                "CREATE INDEX mixed_sparse ON mixed USING hnsw (\"Odd \"\"Name\" sparsevec_l2_ops)",
                "CREATE INDEX \"Mixed Lists\" ON mixed USING ivfflat (e vector_cosine_ops) WITH (lists = 4)",
                "CREATE EXTENSION cube",
                "CREATE TABLE places (id int, at cube)",
                "INSERT INTO places SELECT i, cube(ARRAY[i % 50, i / 50]) FROM generate_series(1, 2000) i",
                "CREATE INDEX places_at ON places USING gist (at)",
                "ANALYZE",
                "GRANT SELECT ON docs, mixed, places TO dbvitals");
        reader = new PostgresServer(server.config());
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            reader.close();
            server.close();
        }
    }

    @Test
    void catalogue_hasEveryKindOfIndex() throws Exception {
        List<VectorIndex> indexes = indexes();
        assertThat(indexes)
                .extracting(each -> each.name().index())
                .containsExactlyInAnyOrder(
                        "docs_hnsw", "mixed_half", "mixed_bits", "mixed_some", "mixed_sparse", "Mixed Lists");
        VectorIndex docs = index("docs_hnsw");
        assertThat(docs.column()).isEqualTo("embedding");
        assertThat(docs.extension()).isEqualTo("vector");
        assertThat(docs.accessMethod()).isEqualTo("hnsw");
        assertThat(docs.dimensions()).contains(16);
        assertThat(docs.operator()).isEqualTo("OPERATOR(public.<->)");
        assertThat(docs.valid()).isTrue();
        assertThat(docs.readable()).isTrue();
        assertThat(docs.vectors()).contains(2000.0);
        assertThat(docs.indexBytes()).isPositive();
        assertThat(docs.changes()).isEqualTo(2000);
        assertThat(index("mixed_some").predicate()).contains("(id > 250)");
        assertThat(index("mixed_bits").castType()).isEqualTo("pg_catalog.bit(16)");
    }

    @Test
    void lockedTable_doesNotHideItsIndexes() throws Exception {
        try (Connection other = server.connect("postgres")) {
            other.setAutoCommit(false);
            other.createStatement().execute("LOCK TABLE docs IN ACCESS EXCLUSIVE MODE");
            assertThat(index("docs_hnsw").expression()).isEqualTo("embedding");
            other.rollback();
        }
    }

    @Test
    void search_usesEveryKindOfIndex() throws Exception {
        for (VectorIndex index : indexes()) {
            Search search = Search.in(index, 5, 8);
            Found found = run(search, Map.of("enable_seqscan", "off"), (transaction, pool) -> {
                assertThat(pool.draw(transaction)).as(index.toString()).isBetween(1, 8);
                String value = pool.next().orElseThrow();
                Plan plan = new SearchRun(search).explain(transaction, value);
                assertThat(plan.indexUsed()).as(index.toString()).isTrue();
                assertThat(plan.blocks()).isPositive();
                assertThat(plan.serverMillis()).isPositive();
                return new SearchRun(search).find(transaction, value);
            });
            assertThat(found.distances()).as(index.toString()).hasSize(5).isSorted();
            assertThat(found.took()).isPositive();
        }
    }

    @Test
    void search_ofTheUsersOwn_worksOnAnyIndex() throws Exception {
        IndexName name = new IndexName("postgres", "public", "places", "places_at");
        Search search = Search.by(
                new VectorConfig.OwnQuery(
                        "places",
                        "",
                        "public.places_at",
                        "SELECT at::text FROM places TABLESAMPLE SYSTEM (50) LIMIT 8",
                        "SELECT at <-> $1::cube AS d, '?' FROM places WHERE at <-> $1::cube < 1e9 ORDER BY d LIMIT 3"),
                name);
        Plan plan = run(search, Map.of(), (transaction, pool) -> {
            pool.draw(transaction);
            String value = pool.next().orElseThrow();
            assertThat(new SearchRun(search).find(transaction, value).distances())
                    .hasSize(3)
                    .startsWith(0.0);
            return new SearchRun(search).explain(transaction, value);
        });
        assertThat(plan.indexUsed()).isTrue();
    }

    @Test
    void plan_ofAnotherIndex_isNotThisOne() throws Exception {
        Search search = Search.in(index("docs_hnsw"), 5, 8);
        Plan plan = run(search, Map.of("enable_indexscan", "off"), (transaction, pool) -> {
            pool.draw(transaction);
            return new SearchRun(search).explain(transaction, pool.next().orElseThrow());
        });
        assertThat(plan.indexUsed()).isFalse();
    }

    @Test
    void wrongValue_isNotQuoted() throws Exception {
        Search search = Search.in(index("docs_hnsw"), 5, 8);
        assertThatThrownBy(() -> run(
                        search,
                        Map.of(),
                        (transaction, pool) -> new SearchRun(search).find(transaction, "[1,2,secret]")))
                .isInstanceOfSatisfying(CollectException.class, e -> {
                    assertThat(e.reason()).isEqualTo(Reason.BAD_DATA);
                    assertThat(e).hasMessageContaining("SQLSTATE 22P02").hasMessageNotContaining("secret");
                });
        // The connection is as good as before.
        int drawn = run(search, Map.of(), (transaction, pool) -> pool.draw(transaction));
        assertThat(drawn).isPositive();
    }

    @Test
    void settings_holdForTheTransactionOnly() throws Exception {
        Transactions.Frame frame = new Transactions.Frame("test", "postgres", Map.of("hnsw.ef_search", "77"), PATIENCE);
        String inside = reader.inTransaction(frame, Deadline.after(PATIENCE), transaction -> {
            transaction.set("jit", "off");
            return transaction.read("SELECT current_setting('hnsw.ef_search')", List.of(), rows -> {
                rows.next();
                return rows.text(0);
            });
        });
        assertThat(inside).isEqualTo("77");
        assertThatThrownBy(() -> reader.inTransaction(
                        frame,
                        Deadline.after(PATIENCE),
                        transaction -> transaction.read("CREATE TABLE x (a int)", List.of(), rows -> 1)))
                .hasMessageContaining("read-only");
    }

    @Test
    void settingThatIsRefused_leavesTheConnectionAsItWas() throws Exception {
        try (PostgresServer one = new PostgresServer(server.config().apart(1, "test"))) {
            Deadline deadline = Deadline.after(PATIENCE);
            Transactions.Frame wrong = new Transactions.Frame("test", "postgres", Map.of("jit", "maybe"), PATIENCE);
            assertThatThrownBy(() -> one.inTransaction(wrong, deadline, transaction -> 1))
                    .isInstanceOf(CollectException.class)
                    .hasMessageContaining("22023");
            Transactions.Frame right = new Transactions.Frame("test", "postgres", Map.of("jit", "off"), PATIENCE);
            String result = one.inTransaction(right, deadline, transaction -> "goes on");
            assertThat(result).isEqualTo("goes on");
        }
    }

    @Test
    void questionMarkInOwnSamples_isAnOperator() throws Exception {
        Search search = Search.by(
                new VectorConfig.OwnQuery(
                        "docs",
                        "",
                        "public.docs_hnsw",
                        "SELECT embedding::text FROM docs WHERE '{\"a\": 1}'::jsonb ? 'a' LIMIT 3",
                        "SELECT embedding <-> $1::vector AS d FROM docs ORDER BY d LIMIT 3"),
                new IndexName("postgres", "public", "docs", "docs_hnsw"));
        int drawn = run(search, Map.of(), (transaction, pool) -> pool.draw(transaction));
        assertThat(drawn).isEqualTo(3);
    }

    private static List<VectorIndex> indexes() throws Exception {
        return new IndexCatalogue(reader).read("postgres", PATIENCE, Deadline.after(PATIENCE));
    }

    private static VectorIndex index(String name) throws Exception {
        return indexes().stream()
                .filter(each -> each.name().index().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private interface Use<T> {
        T with(Transactions.Transaction transaction, QueryPool pool) throws CollectException;
    }

    private static <T> T run(Search search, Map<String, String> settings, Use<T> use) throws Exception {
        return reader.inTransaction(
                new Transactions.Frame("probe", "postgres", settings, PATIENCE),
                Deadline.after(PATIENCE),
                transaction -> use.with(transaction, new QueryPool(search, new Random(1))));
    }
}
