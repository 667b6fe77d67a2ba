package io.dbvitals.vector.statements;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.testing.Samples;
import io.dbvitals.testing.TestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which statements are counted, and for which table and operator. Each test has a database of its own. */
class StatementCollectorIT {
    private static TestServer server;
    private static int databases;

    private String database = "";

    @BeforeAll
    static void startServer() {
        server = TestServer.startWithVector();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void createDatabase() {
        database = "app" + databases++;
        server.execute("CREATE DATABASE " + database);
        run(
                "CREATE EXTENSION vector",
                "CREATE TABLE items (id int, name text, embedding vector(3))",
                "INSERT INTO items SELECT i, 'n' || i, ARRAY[i, 1, 1]::vector FROM generate_series(1, 100) i",
                "CREATE INDEX ON items USING hnsw (embedding vector_cosine_ops)",
                "CREATE TABLE docs (id int, e vector(3))",
                "INSERT INTO docs SELECT i, ARRAY[i, 1, 1]::vector FROM generate_series(1, 100) i");
    }

    @Test
    void searches_areCountedWithTheirTimeRowsAndBlocks() throws Exception {
        try (Stand stand = new Stand(server, database)) {
            for (int i = 0; i < 3; i++) {
                run("SELECT id, embedding <=> '[1,2,3]' AS d FROM items ORDER BY d LIMIT 7");
            }
            run("SELECT id FROM items ORDER BY embedding <=> '[1,2,3]' LIMIT 5");
            Samples page = stand.samples();
            String[] labels = {
                "{datname=\"" + database + "\",operator=\"<=>\",relname=\"items\",schemaname=\"public\",server=\"db1\""
            };
            assertThat(page.value("pg_vector_statement_calls_total", labels)).isEqualTo(4);
            assertThat(page.value("pg_vector_statement_rows_total", labels)).isEqualTo(26);
            assertThat(page.value("pg_vector_statement_seconds_total", labels))
                    .isPositive()
                    .isLessThan(60);
            assertThat(page.value("pg_vector_statement_blocks_total", labels[0], "source=\"hit\""))
                    .isGreaterThan(10);
            assertThat(page.has("pg_vector_statement_blocks_total", labels[0], "source=\"read\""))
                    .isTrue();
            assertThat(page.lines()).hasSize(5);
        }
    }

    @Test
    void everyFormOfASearch_isCounted() throws Exception {
        String[] forms = {
            "SELECT id FROM items ORDER BY embedding<=>'[1,2,3]' FETCH FIRST 5 ROWS ONLY",
            "select id from ITEMS order\n by EMBEDDING <=> '[1,2,3]' limit 5",
            "SELECT id FROM \"items\" ORDER BY \"embedding\" OPERATOR(public.<=>) '[1,2,3]' LIMIT 2",
            "/* route='/find' */ SELECT i.id -- nearest\n FROM public.items i ORDER BY i.embedding <=> '[1,2,3]' LIMIT 1",
            "WITH q AS (SELECT '[1,2,3]'::vector AS v) SELECT id FROM items, q ORDER BY embedding <=> v LIMIT 2",
            "(SELECT id FROM items ORDER BY embedding <=> '[1,2,3]' LIMIT 2)",
            "PREPARE nearest AS SELECT id FROM items ORDER BY embedding <=> $1 LIMIT 3; EXECUTE nearest('[1,2,3]')",
            "SELECT 1 - (embedding <=> '[1,2,3]') AS likeness FROM items ORDER BY likeness DESC LIMIT 3",
            "SELECT id, embedding <=> '[1,2,3]' FROM items ORDER BY embedding <=> '[1,2,3]' LIMIT 3"
        };
        try (Stand stand = new Stand(server, database)) {
            assertThat(stand.calls("items", "<=>"))
                    .as("an indexed one is there from the start")
                    .isZero();
            for (int i = 0; i < forms.length; i++) {
                run(forms[i]);
                assertThat(stand.calls("items", "<=>")).as(forms[i]).isEqualTo(i + 1);
            }
            assertThat(stand.samples().all("pg_vector_statement_calls_total")).hasSize(1);
        }
    }

    @Test
    void searchWithoutIndex_isCounted_alsoByAnotherOperatorThanTheIndexServes() throws Exception {
        run(
                "SELECT id FROM docs ORDER BY e <-> '[1,2,3]' LIMIT 3",
                "SELECT id FROM items ORDER BY embedding <#> '[1,2,3]' LIMIT 3");
        try (Stand stand = new Stand(server, database)) {
            assertThat(stand.calls("docs", "<->")).isEqualTo(1);
            assertThat(stand.calls("items", "<#>")).isEqualTo(1);
            assertThat(stand.samples().all("pg_vector_statement_calls_total")).hasSize(3);
        }
    }

    @Test
    void everyKindOfIndexAndRelation_isFound() throws Exception {
        run(
                "CREATE TABLE bits (id int, b bit(3), flags bit(3))",
                "CREATE INDEX ON bits USING hnsw (b bit_hamming_ops)",
                "CREATE TABLE half (id int, e vector(3))",
                "CREATE INDEX ON half USING hnsw ((e::halfvec(3)) halfvec_ip_ops)",
                "CREATE INDEX ON half USING hnsw ((binary_quantize(e)::bit(3)) bit_hamming_ops)",
                "CREATE TABLE parted (id int, e vector(3)) PARTITION BY RANGE (id)",
                "CREATE TABLE part PARTITION OF parted FOR VALUES FROM (0) TO (10)",
                "CREATE INDEX ON parted USING hnsw (e vector_l2_ops)",
                "CREATE DOMAIN embedding AS halfvec(3)",
                "CREATE TABLE domains (id int, e embedding)",
                "CREATE VIEW recent AS SELECT id, embedding AS vec FROM items",
                "CREATE TABLE flags (id int, b bit(3))");
        try (Stand stand = new Stand(server, database)) {
            assertThat(stand.calls("bits", "<~>")).isZero();
            assertThat(stand.calls("half", "<#>")).isZero();
            assertThat(stand.calls("half", "<~>")).isZero();
            assertThat(stand.calls("parted", "<->")).isZero();
            assertThat(stand.samples().all("pg_vector_statement_calls_total"))
                    .as("those, items, and neither a partition nor what has no index")
                    .hasSize(5);
            run(
                    "SELECT id FROM half ORDER BY binary_quantize(e)::bit(3) <~> '101' LIMIT 3",
                    "SELECT id FROM parted ORDER BY e <-> '[1,2,3]' LIMIT 3",
                    "SELECT id FROM part ORDER BY e <-> '[1,2,3]' LIMIT 3",
                    "SELECT id FROM domains ORDER BY e <-> '[1,2,3]' LIMIT 3",
                    "SELECT id FROM recent ORDER BY vec <=> '[1,2,3]' LIMIT 3",
                    "SELECT id FROM flags ORDER BY b <~> '101' LIMIT 3");
            assertThat(stand.calls("half", "<~>")).isEqualTo(1);
            assertThat(stand.calls("parted", "<->")).isEqualTo(1);
            assertThat(stand.calls("part", "<->")).isEqualTo(1);
            assertThat(stand.calls("domains", "<->")).isEqualTo(1);
            assertThat(stand.calls("recent", "<=>")).isEqualTo(1);
            assertThat(stand.samples().has("pg_vector_statement_calls_total", "\"flags\""))
                    .as("bits that no index takes for a vector")
                    .isFalse();
        }
    }

    @Test
    void oddNames_matchExactly() throws Exception {
        run(
                "CREATE TABLE \"Odd 'one\\ \"\"x\"\"\" (id int, \"E e\" vector(3))",
                "CREATE TABLE \"Items\" (id int, embedding vector(3))",
                "CREATE TABLE \"order\" (id int, e vector(3))",
                "CREATE TABLE a$b (id int, e vector(3))",
                "CREATE TABLE größe (id int, e vector(3))");
        run(
                "SELECT id FROM \"Odd 'one\\ \"\"x\"\"\" ORDER BY \"E e\" <-> '[1,2,3]' LIMIT 3",
                "SELECT id FROM \"Items\" ORDER BY embedding <-> '[1,2,3]' LIMIT 3",
                "SELECT id FROM \"order\" ORDER BY e <+> '[1,2,3]' LIMIT 3",
                "SELECT id FROM a$b ORDER BY e <-> '[1,2,3]' LIMIT 3",
                "SELECT id FROM größe ORDER BY e <-> '[1,2,3]' LIMIT 3");
        try (Stand stand = new Stand(server, database)) {
            Samples page = stand.samples();
            assertThat(page.all("pg_vector_statement_calls_total", "operator=\"<->\""))
                    .hasSize(4)
                    .allMatch(line -> line.endsWith(" 1.0"))
                    .anyMatch(line -> line.contains("relname=\"Odd 'one\\\\ \\\"x\\\"\""))
                    .anyMatch(line -> line.contains("relname=\"Items\""))
                    .anyMatch(line -> line.contains("relname=\"a$b\""))
                    .anyMatch(line -> line.contains("relname=\"größe\""));
            assertThat(page.all("pg_vector_statement_calls_total", "operator=\"<+>\""))
                    .as("the words ORDER BY name no table")
                    .hasSize(1);
        }
    }

    @Test
    void tableOfSeveralSchemas_isToldByTheStatement_orIsThatOfPublic_orOfNone() throws Exception {
        run(
                "CREATE SCHEMA a",
                "CREATE SCHEMA b",
                "CREATE TABLE a.items (id int, embedding vector(3))",
                "CREATE TABLE a.twin (id int, e vector(3))",
                "CREATE TABLE b.twin (id int, e vector(3))");
        run(
                "SELECT id FROM a.items ORDER BY items.embedding <-> '[1,2,3]' LIMIT 3",
                "SELECT id FROM items ORDER BY embedding <-> '[1,2,3]' LIMIT 3",
                "SELECT id FROM \"b\" . \"twin\" ORDER BY e <-> '[1,2,3]' LIMIT 3",
                "SET search_path = a, public; SELECT id FROM twin ORDER BY e <-> '[1,2,3]' LIMIT 3");
        try (Stand stand = new Stand(server, database)) {
            Samples page = stand.samples();
            assertThat(page.all("pg_vector_statement_calls_total", "<->"))
                    .hasSize(4)
                    .allMatch(line -> line.endsWith(" 1.0"))
                    .anyMatch(line -> line.contains("relname=\"items\",schemaname=\"a\""))
                    .anyMatch(line -> line.contains("relname=\"items\",schemaname=\"public\""))
                    .anyMatch(line -> line.contains("relname=\"twin\",schemaname=\"b\""))
                    .anyMatch(line -> line.contains("relname=\"twin\",schemaname=\"\""));
        }
    }

    @Test
    void searchOfTwoTables_countsForBoth() throws Exception {
        run("SELECT i.id FROM items i JOIN docs d USING (id) ORDER BY i.embedding <-> d.e LIMIT 3");
        try (Stand stand = new Stand(server, database)) {
            assertThat(stand.calls("items", "<->")).isEqualTo(1);
            assertThat(stand.calls("docs", "<->")).isEqualTo(1);
        }
    }

    @Test
    void whatIsNoSearch_isNotCounted() throws Exception {
        run(
                "CREATE EXTENSION pg_trgm",
                "CREATE TABLE words (id int, word text)",
                "CREATE TABLE items_old (id int, embedding vector(3))");
        run(
                "SELECT id FROM items ORDER BY name <-> 'n3' LIMIT 3",
                "SELECT id FROM words ORDER BY word <-> 'n3' LIMIT 3",
                "SELECT embedding FROM items ORDER BY name <->> 'n3' LIMIT 3",
                "SELECT embedding FROM items ORDER BY name <<-> 'n3' LIMIT 3",
                "SELECT id, embedding FROM items ORDER BY id LIMIT 3",
                "SELECT embedding <-> '[1,2,3]' FROM items LIMIT 3",
                "SELECT id FROM items ORDER BY embedding <-> '[1,2,3]'",
                "SELECT id /* items */ FROM words WHERE word = 'items.embedding' ORDER BY word <-> 'n3' LIMIT 3 -- items",
                "EXPLAIN SELECT id FROM items ORDER BY embedding <-> '[1,2,3]' LIMIT 3",
                "CREATE TABLE near AS SELECT id FROM items ORDER BY embedding <-> '[1,2,3]' LIMIT 3",
                "SELECT id FROM items_old ORDER BY embedding <-> '[1,2,3]' LIMIT 3");
        try (Stand stand = new Stand(server, database)) {
            assertThat(stand.samples().all("pg_vector_statement_calls_total", "<->"))
                    .hasSize(1)
                    .allMatch(line -> line.contains("\"items_old\""));
        }
    }

    @Test
    void ownRole_isLeftOut() throws Exception {
        run(
                "GRANT SELECT ON items TO dbvitals",
                "SET ROLE dbvitals; SELECT id FROM items ORDER BY embedding <=> '[1,2,3]' LIMIT 3; RESET ROLE",
                "SELECT id FROM items ORDER BY embedding <=> '[1,2,3]' LIMIT 3");
        try (Stand stand = new Stand(server, database)) {
            assertThat(stand.calls("items", "<=>")).isEqualTo(1);
        }
    }

    @Test
    void vectorsInTexts_neverLeaveTheServer() throws Exception {
        run("SELECT id, embedding <=> '[987.25,654.5,3]' AS d FROM items"
                + " GROUP BY id, embedding <=> '[987.25,654.5,3]' ORDER BY embedding <=> '[987.25,654.5,3]' LIMIT 3");
        try (Stand stand = new Stand(server, database)) {
            assertThat(stand.calls("items", "<=>")).isEqualTo(1);
            assertThat(stand.page()).doesNotContain("987", "654", "SELECT");
        }
    }

    private void run(String... statements) {
        server.executeIn(database, statements);
    }
}
