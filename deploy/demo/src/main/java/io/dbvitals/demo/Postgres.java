package io.dbvitals.demo;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;

/** A real PostgreSQL server on a free port of the loopback address, gone without a trace when closed. */
public final class Postgres implements AutoCloseable {
    /** The role that dbvitals logs in as. */
    public static final String ROLE = "dbvitals";

    private static final Map<String, String> SETTINGS = Map.of(
            "shared_preload_libraries", "pg_stat_statements",
            "pg_stat_statements.track", "all",
            "track_io_timing", "on",
            "track_wal_io_timing", "on",
            "track_functions", "all",
            "shared_buffers", "32MB",
            "max_connections", "60",
            "log_min_messages", "panic");

    private final EmbeddedPostgres server;
    private final Path folder;
    private final String password = UUID.randomUUID().toString();

    private Postgres(EmbeddedPostgres server, Path folder) {
        this.server = server;
        this.folder = folder;
    }

    /**
     * Starts a server; it has the role that dbvitals needs, and pg_stat_statements in the database postgres.
     *
     * @param binaries folder into which the server's programs are unpacked, unless they are there from an earlier start
     * @param folder new folder for the cluster
     */
    public static Postgres start(Path binaries, Path folder) throws DemoException {
        try {
            Files.createDirectories(binaries);
            Files.createDirectories(folder);
            EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                    .setOverrideWorkingDirectory(binaries.toFile())
                    .setDataDirectory(folder.resolve("data"))
                    .setCleanDataDirectory(true)
                    .setRegisterShutdownHook(false)
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .setOutputRedirector(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("postgres.log").toFile()))
                    .setErrorRedirector(ProcessBuilder.Redirect.appendTo(
                            folder.resolve("postgres.log").toFile()));
            SETTINGS.forEach(builder::setServerConfig);
            Postgres postgres = new Postgres(builder.start(), folder);
            postgres.createRole();
            return postgres;
        } catch (IOException | IllegalStateException e) {
            throw new DemoException("PostgreSQL did not start, see " + folder.resolve("postgres.log"), e);
        }
    }

    /** A connection as superuser; the caller closes it. */
    public Connection connect(String database) throws SQLException {
        return server.getDatabase("postgres", database).getConnection();
    }

    /** Runs statements as superuser, one after the other, each in a transaction of its own. */
    public void run(String database, String... statements) throws DemoException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        } catch (SQLException e) {
            throw new DemoException("preparing the database " + database + " failed", e);
        }
    }

    /** Where the role of dbvitals finds a database of this server; without its password. */
    public String url(String database) {
        return "postgresql://127.0.0.1:" + server.getPort() + "/" + database;
    }

    /** The password of {@link #ROLE}, made for this server. */
    public String password() {
        return password;
    }

    /** As it calls itself, such as {@code 17.11}. */
    public String version() throws DemoException {
        try (Connection connection = connect("postgres")) {
            return connection.getMetaData().getDatabaseProductVersion();
        } catch (SQLException e) {
            throw new DemoException("the server's version is not known", e);
        }
    }

    /** The process of which all other processes of the server are children. */
    public long pid() throws DemoException {
        try {
            return Long.parseLong(Files.readAllLines(folder.resolve("data").resolve("postmaster.pid"))
                    .get(0)
                    .strip());
        } catch (IOException e) {
            throw new DemoException("the server's process is not known", e);
        }
    }

    @Override
    public void close() throws DemoException {
        try {
            server.close();
        } catch (IOException e) {
            throw new DemoException("PostgreSQL did not stop", e);
        }
    }

    /** As {@code scripts/create_postgres_user.sql} does: pg_monitor and nothing else. */
    private void createRole() throws DemoException {
        run(
                "postgres",
                "CREATE ROLE " + ROLE + " LOGIN CONNECTION LIMIT 10 PASSWORD '" + password + "'",
                "GRANT pg_monitor TO " + ROLE,
                "ALTER ROLE " + ROLE + " SET statement_timeout = '60s'",
                "ALTER ROLE " + ROLE + " SET lock_timeout = '2s'",
                "ALTER ROLE " + ROLE + " SET idle_in_transaction_session_timeout = '60s'",
                "ALTER ROLE " + ROLE + " SET default_transaction_read_only = on",
                "ALTER ROLE " + ROLE + " SET search_path = pg_catalog, public",
                "CREATE EXTENSION pg_stat_statements");
    }
}
