package io.dbvitals.vector.statements;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.testing.TestServer;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Counters never fall, whatever is forgotten by the server; and what a reading costs it. */
class StatementTotalsIT {
    private static final String NEAREST = "SELECT id FROM items ORDER BY embedding <=> '[1,2,3]' LIMIT 3";
    private static final String FARTHER = "SELECT id FROM items ORDER BY embedding <=> '[1,2,3]' LIMIT 3 OFFSET 3";

    @Test
    void resetOfOneStatement_ofAll_andARestart_neverMakeACounterFall() throws Exception {
        try (TestServer server = TestServer.startWithVector()) {
            createTable(server);
            try (Stand stand = new Stand(server, "postgres")) {
                server.execute(NEAREST, NEAREST, NEAREST, FARTHER);
                assertThat(stand.calls("items", "<=>")).isEqualTo(4);
                server.execute("SELECT pg_stat_statements_reset(0, 0, queryid) FROM pg_stat_statements"
                        + " WHERE query LIKE '%OFFSET%' AND query NOT LIKE '%reset%'");
                assertThat(stand.calls("items", "<=>")).isEqualTo(4);
                server.execute(FARTHER, FARTHER);
                assertThat(stand.calls("items", "<=>")).isEqualTo(6);
                server.execute("SELECT pg_stat_statements_reset()", NEAREST, NEAREST, NEAREST, NEAREST, FARTHER);
                assertThat(stand.calls("items", "<=>"))
                        .as("more calls than before the reset are still new ones")
                        .isEqualTo(11);
                server.execute("CHECKPOINT");
                server.kill();
                server.startAgain();
                assertThat(stand.calls("items", "<=>"))
                        .as("a crash forgets all")
                        .isEqualTo(11);
                server.execute(NEAREST);
                assertThat(stand.calls("items", "<=>")).isEqualTo(12);
            }
        }
    }

    @Test
    void evictedStatements_keepTheirPart() throws Exception {
        try (TestServer server = TestServer.startWithVector(Map.of("pg_stat_statements.max", "100"))) {
            createTable(server);
            try (Stand stand = new Stand(server, "postgres")) {
                server.execute(NEAREST, NEAREST);
                assertThat(stand.calls("items", "<=>")).isEqualTo(2);
                for (int i = 1; i < 300; i++) {
                    // Of other shapes, and used more often.
                    String other = "SELECT " + "1 + ".repeat(i) + "1";
                    server.execute(other, other, other, other);
                }
                assertThat(stand.calls("items", "<=>")).isEqualTo(2);
                server.execute(NEAREST);
                assertThat(stand.calls("items", "<=>")).isEqualTo(3);
            }
        }
    }

    @Test
    void droppedTable_isForgotten_andANewOneFoundMinutesLater() throws Exception {
        try (TestServer server = TestServer.startWithVector()) {
            createTable(server);
            try (Stand stand = new Stand(server, "postgres")) {
                server.execute(NEAREST);
                assertThat(stand.calls("items", "<=>")).isEqualTo(1);
                server.execute(
                        "DROP TABLE items",
                        "CREATE TABLE docs (id int, embedding vector(3))",
                        NEAREST.replace("items", "docs"));
                assertThat(stand.calls("items", "<=>")).isEqualTo(1);
                stand.later();
                assertThat(stand.calls("docs", "<=>")).isEqualTo(1);
                assertThat(stand.samples().has("pg_vector_statement_calls_total", "\"items\""))
                        .isFalse();
            }
        }
    }

    @Test
    void allDatabases_areReadAtOnce() throws Exception {
        try (TestServer server = TestServer.startWithVector()) {
            for (String database : new String[] {"one", "two", "three"}) {
                server.execute("CREATE DATABASE " + database);
                server.executeIn(database, "CREATE EXTENSION vector");
                server.executeIn(database, "CREATE TABLE items (id int, embedding vector(3))", NEAREST);
            }
            try (Stand stand = new Stand(server, "one", "two", "three", "postgres")) {
                for (int i = 1; i <= 3; i++) {
                    assertThat(stand.samples().all("pg_vector_statement_calls_total"))
                            .hasSize(3)
                            .allMatch(line -> line.endsWith(" 1.0"));
                    assertThat(stand.reads()).isEqualTo(i);
                    assertThat(stand.lookUps()).as("four databases, once").isEqualTo(4);
                }
                stand.later();
                assertThat(stand.page()).isNotEmpty();
                assertThat(stand.lookUps()).isEqualTo(8);
            }
        }
    }

    private static void createTable(TestServer server) {
        server.execute(
                "CREATE TABLE items (id int, embedding vector(3))",
                "INSERT INTO items SELECT i, ARRAY[i, 1, 1]::vector FROM generate_series(1, 100) i",
                "CREATE INDEX ON items USING hnsw (embedding vector_cosine_ops)");
    }
}
