package io.dbvitals.app;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.dbvitals.testing.TestServer;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A server with one of everything that the shipped queries read, and sessions in every state that they tell apart. */
final class Fixture implements AutoCloseable {
    /** Nothing happens on the server but what the fixture does. */
    private static final Map<String, String> QUIET = Map.of(
            "autovacuum", "off",
            "track_io_timing", "on",
            "track_functions", "all",
            "max_wal_senders", "5",
            "max_replication_slots", "5",
            "restart_after_crash", "off");

    final TestServer server;
    private final List<Connection> sessions = new ArrayList<>();

    Fixture(int major) {
        this(TestServer.start(major, QUIET));
    }

    private Fixture(TestServer started) {
        server = started;
        server.execute("CREATE DATABASE shop");
        server.executeIn(
                "shop",
                "CREATE EXTENSION pg_stat_statements",
                "CREATE SCHEMA sales",
                "CREATE TABLE sales.orders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, customer int, placed date)",
                "CREATE INDEX orders_customer ON sales.orders (customer)",
                "CREATE TABLE notes (id serial PRIMARY KEY, body text)",
                "CREATE TABLE parted (id int, at date) PARTITION BY RANGE (at)",
                "CREATE TABLE parted_2026 PARTITION OF parted FOR VALUES FROM ('2026-01-01') TO ('2027-01-01')",
                "CREATE UNLOGGED TABLE scratch (id int)",
                "CREATE VIEW recent AS SELECT * FROM sales.orders",
                "CREATE FUNCTION twice(int) RETURNS int LANGUAGE plpgsql AS 'BEGIN RETURN $1 * 2; END'",
                "INSERT INTO sales.orders (customer, placed) SELECT i % 100, '2026-01-01' FROM generate_series(1, 2000) i",
                "INSERT INTO notes (body) SELECT repeat('x', 3000) FROM generate_series(1, 50)",
                "DELETE FROM notes WHERE id <= 10",
                "ANALYZE",
                "VACUUM",
                "SELECT count(twice(customer)) FROM sales.orders WHERE customer = 5",
                "CREATE PUBLICATION everything FOR ALL TABLES",
                "SELECT pg_create_logical_replication_slot('shipped', 'pgoutput')");
        server.execute("SELECT pg_create_physical_replication_slot('spare', true)", "CHECKPOINT");
        server.executeIn("shop", "BEGIN", "CREATE TABLE pending (id int)", "PREPARE TRANSACTION 'half-done'");
        // Before 15, sessions report to a collector process, which makes what they say visible some time later.
        await().atMost(10, SECONDS).until(() -> holds(server, "shop", """
                SELECT (SELECT count(*) FROM pg_stat_user_functions) = 1
                   AND (SELECT bool_and(last_vacuum IS NOT NULL) FROM pg_stat_user_tables WHERE relname IN ('orders', 'notes'))
                   AND (SELECT idx_scan > 0 FROM pg_stat_user_tables WHERE relname = 'orders')"""));
    }

    /** With pgvector in both databases, and in one of them vectors with and without an index. */
    static Fixture withVectors() {
        Fixture fixture = new Fixture(TestServer.startWithVector(QUIET));
        fixture.server.executeIn(
                "shop",
                "CREATE EXTENSION vector",
                "CREATE TABLE sales.products (id int, embedding vector(8), picture halfvec(4), signature bit(8))",
                """
                INSERT INTO sales.products
                  SELECT i, ARRAY[i, i % 7, i % 11, i % 13, i % 17, i % 19, i % 23, 1]::vector, '[1,2,3,4]', i::bit(8)
                    FROM generate_series(1, 200) i""",
                "CREATE INDEX products_hnsw ON sales.products USING hnsw (embedding vector_cosine_ops) WITH (m = 8)",
                "CREATE INDEX products_ivf ON sales.products USING ivfflat (embedding vector_l2_ops) WITH (lists = 4)",
                "CREATE INDEX products_bits ON sales.products USING hnsw ((binary_quantize(embedding)::bit(8)) bit_hamming_ops) WHERE id > 100");
        // In a session of its own: it would count rows of which its session has not told yet twice.
        fixture.server.executeIn(
                "shop",
                "ANALYZE sales.products",
                "SET enable_seqscan = off",
                "SELECT id FROM sales.products ORDER BY embedding <=> '[1,2,3,4,5,6,7,8]' LIMIT 5");
        return fixture;
    }

    /** Opens the sessions that hold and wait; they end with the server. */
    Fixture busy() throws SQLException {
        session("holder").execute("BEGIN; LOCK TABLE sales.orders IN ACCESS EXCLUSIVE MODE");
        Statement waiter = session("waiter");
        Thread thread = new Thread(() -> waits(waiter), "waiter");
        thread.setDaemon(true);
        thread.start();
        await().atMost(10, SECONDS)
                .until(() -> holds(server, "postgres", "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)"));
        return this;
    }

    /** Waits until the standby has all that the primary wrote and has said so. */
    void awaitStreaming(TestServer standby) {
        await().atMost(30, SECONDS)
                .until(() -> holds(
                        standby,
                        "postgres",
                        "SELECT EXISTS (SELECT FROM pg_stat_wal_receiver WHERE status = 'streaming')"));
        await().atMost(30, SECONDS)
                .until(
                        () -> holds(
                                server,
                                "postgres",
                                "SELECT EXISTS (SELECT FROM pg_stat_replication WHERE state = 'streaming' AND replay_lsn = pg_current_wal_lsn())"));
    }

    private Statement session(String application) throws SQLException {
        Connection connection = server.connect("shop");
        sessions.add(connection);
        Statement statement = connection.createStatement();
        statement.execute("SET application_name = '" + application + "'");
        return statement;
    }

    private static void waits(Statement waiter) {
        try {
            waiter.execute("SELECT count(*) FROM sales.orders");
        } catch (SQLException e) {
            // The server was stopped, or the holder let go: either ends the wait.
            return;
        }
    }

    private static boolean holds(TestServer server, String database, String sql) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() && rows.getBoolean(1);
        }
    }

    @Override
    public void close() throws SQLException {
        for (Connection session : sessions) {
            session.close();
        }
        server.close();
    }
}
