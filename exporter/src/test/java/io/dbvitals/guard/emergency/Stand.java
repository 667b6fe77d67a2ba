package io.dbvitals.guard.emergency;

import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.guard.GuardConfig;
import io.dbvitals.guard.audit.AuditLog;
import io.dbvitals.guard.postgres.PostgresSessions;
import io.dbvitals.guard.rule.Protection;
import io.dbvitals.guard.session.Doors;
import io.dbvitals.sql.postgres.PostgresControl;
import io.dbvitals.testing.TestFolder;
import io.dbvitals.testing.TestServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;

/** A server with a shop, whose clients an emergency ends, and a folder for what the guard writes. */
final class Stand implements AutoCloseable {
    static final GuardConfig.Protect NOBODY = GuardConfig.OFF.protect();

    final TestServer server;
    final Path folder;
    final Path audit;
    final Path fence;

    private Stand(TestServer server) {
        this.server = server;
        this.folder = TestFolder.create("dbvitals-emergency-");
        this.audit = folder.resolve("guard-audit.jsonl");
        this.fence = Fences.file(audit);
    }

    /** The monitoring role may end sessions, and owns nothing. */
    static Stand start(int major, Map<String, String> settings) {
        TestServer server = TestServer.start(major, settings);
        server.execute(
                "CREATE ROLE keeper LOGIN PASSWORD 'keeper'",
                "CREATE ROLE app LOGIN PASSWORD 'app'",
                "CREATE DATABASE shop OWNER keeper",
                "GRANT pg_signal_backend TO dbvitals");
        return new Stand(server);
    }

    TargetConfig.Postgres config(String database) {
        return server.config(database, 3, TargetConfig.Databases.ONE);
    }

    PostgresSessions guard(String database) {
        TargetConfig.Postgres config = config(database);
        return PostgresSessions.of(
                config.apart(1, PostgresSessions.APPLICATION),
                PostgresControl.opener(config.apart(1, PostgresSessions.APPLICATION)));
    }

    AuditLog log() {
        return new AuditLog(audit, Clock.systemUTC());
    }

    Emergency emergency(GuardConfig.Protect protect) {
        return new Emergency(new Protection(protect), log(), fence, Duration.ofSeconds(60));
    }

    /** With the fence of the server's own databases. */
    EmergencyReport clear(PostgresSessions guard, Listener listener) throws Exception {
        return emergency(NOBODY).run(fenced(guard.doors()), guard, listener);
    }

    static Order fenced(Doors doors) {
        return new Order("primary", "test", Map.of("primary", doors));
    }

    Connection client(String user, String application) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + server.port()
                + "/shop?loginTimeout=10&user=" + user + "&password=" + user + "&ApplicationName=" + application);
    }

    String limit(String database) {
        return server.ask("SELECT datconnlimit FROM pg_database WHERE datname = '" + database + "'");
    }

    String sessionsOf(String user) {
        return server.ask("SELECT count(*) FROM pg_stat_activity WHERE usename = '" + user + "'");
    }

    @Override
    public void close() {
        server.close();
    }
}
