package io.dbvitals.guard.postgres;

import static org.awaitility.Awaitility.await;

import io.dbvitals.testing.Backends;
import io.dbvitals.testing.TestServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** Real sessions of a role {@code app}, each doing what a test wants to see it doing. */
public final class Crowd implements AutoCloseable {
    private final TestServer server;
    private final List<Connection> connections = new ArrayList<>();
    private final List<Long> pids = new ArrayList<>();

    /** Makes the role, and a table {@code goods} of ten rows. */
    public Crowd(TestServer server) {
        this.server = server;
        server.execute(
                "DO $$ BEGIN CREATE ROLE app LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
                "DROP TABLE IF EXISTS goods",
                "CREATE TABLE goods AS SELECT g AS id, 0 AS amount FROM generate_series(1, 10) g",
                "ALTER TABLE goods OWNER TO app",
                "GRANT ALL ON SCHEMA public TO app");
    }

    /** A member of the crowd. */
    public record Member(Connection connection, long pid, CompletableFuture<String> ended) {
        /** Runs the statement in this thread. */
        public void run(String sql) throws SQLException {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }
    }

    /** One that has connected, and is idle. */
    public Member idle(String user, String application) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("ApplicationName", application);
        // As psql does: the driver's own protocol leaves a portal open, and with it a snapshot.
        properties.setProperty("preferQueryMode", "simple");
        Connection connection =
                DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + server.port() + "/postgres", properties);
        connections.add(connection);
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT pg_backend_pid()")) {
            rows.next();
            pids.add(rows.getLong(1));
            return new Member(connection, rows.getLong(1), new CompletableFuture<>());
        }
    }

    /** One that is in a transaction in which it ran the statement, and does nothing now. */
    public Member idleInTransaction(String user, String application, String sql) throws SQLException {
        Member member = idle(user, application);
        member.connection().setAutoCommit(false);
        member.run(sql);
        return member;
    }

    /** The connection of one that has left a transaction open, which holds a transaction id. */
    public Connection leftOpen(String application) throws SQLException {
        return idleInTransaction("app", application, "SELECT pg_current_xact_id()")
                .connection();
    }

    /** One that runs the statement until it ends; {@code ended} says how: the SQLSTATE, or nothing for a good end. */
    public Member busy(String user, String application, String sql) throws SQLException {
        return go(idle(user, application), sql);
    }

    /** Lets one that is idle run the statement, as {@link #busy} does. */
    public Member go(Member member, String sql) {
        Thread thread = new Thread(
                () -> {
                    try {
                        member.run(sql);
                        member.ended().complete("");
                    } catch (SQLException e) {
                        member.ended().complete(String.valueOf(e.getSQLState()));
                    }
                },
                "crowd");
        thread.setDaemon(true);
        thread.start();
        await().until(() -> Backends.count(
                        server,
                        "SELECT count(*) FROM pg_stat_activity WHERE pid = " + member.pid() + " AND state = 'active'")
                == 1);
        return member;
    }

    /** One that has changed a row, waits for another which another has changed, and commits when it gets it. */
    public Member link(String application, int holds, int waitsFor) throws SQLException {
        Member member = busy(
                "app",
                application,
                "BEGIN; UPDATE goods SET amount = 1 WHERE id = " + holds + "; UPDATE goods SET amount = 2 WHERE id = "
                        + waitsFor + "; COMMIT");
        awaitLock(member);
        return member;
    }

    /** One that waits for the row which another has changed. */
    public Member waiter(String application, int id) throws SQLException {
        Member member = busy("app", application, "UPDATE goods SET amount = amount + 1 WHERE id = " + id);
        awaitLock(member);
        return member;
    }

    private void awaitLock(Member member) {
        await().until(() -> Backends.count(
                        server,
                        "SELECT count(*) FROM pg_stat_activity WHERE pid = " + member.pid()
                                + " AND wait_event_type = 'Lock'")
                == 1);
    }

    /** Whether the session is still there. */
    public boolean lives(Member member) throws SQLException {
        return Backends.count(server, "SELECT count(*) FROM pg_stat_activity WHERE pid = " + member.pid()) == 1;
    }

    /** Returns when all sessions have been at it for so long. */
    public void age(int millis) {
        await().until(() -> Backends.count(
                        server,
                        "SELECT count(*) FROM pg_stat_activity WHERE pid = ANY (" + pids()
                                + ") AND (state_change > clock_timestamp() - interval '" + millis
                                + " ms' OR query_start > clock_timestamp() - interval '" + millis + " ms')")
                == 0);
    }

    @Override
    public void close() throws SQLException {
        leave();
        server.execute("DROP TABLE goods");
    }

    /** All of them go. */
    public void leave() throws SQLException {
        server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = ANY (" + pids() + ")");
        for (Connection connection : connections) {
            connection.close();
        }
        await().until(() ->
                Backends.count(server, "SELECT count(*) FROM pg_stat_activity WHERE pid = ANY (" + pids() + ")") == 0);
        connections.clear();
        pids.clear();
    }

    private String pids() {
        return "'{" + pids.stream().map(String::valueOf).collect(Collectors.joining(",")) + "}'";
    }
}
