package io.dbvitals.demo.vector;

import io.dbvitals.demo.DemoException;
import io.dbvitals.demo.Sessions;
import java.net.URI;
import java.net.URISyntaxException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** A PostgreSQL with pgvector that is not the demo's own; the schema that is made there is gone when closed. */
final class GivenServer implements Sessions, AutoCloseable {
    static final String SCHEMA = "dbvitals_demo";

    private static final String DUPLICATE_SCHEMA = "42P06";

    private final URI place;
    private final String user;
    private final String password;

    private GivenServer(URI place, String user, String password) {
        this.place = place;
        this.user = user;
        this.password = password;
    }

    /**
     * Takes a URL apart; nothing is connected yet.
     *
     * @param url {@code postgresql://user:password@host:port/database?parameters}
     * @param password where the URL has none
     */
    static GivenServer at(String url, String password) throws DemoException {
        try {
            URI uri = new URI(url);
            String login = uri.getUserInfo();
            boolean postgresql = "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme());
            if (!postgresql
                    || uri.getHost() == null
                    || login == null
                    || uri.getPath().length() < 2) {
                throw unreadable();
            }
            int colon = login.indexOf(':');
            // In full, so that this driver and dbvitals read it alike.
            int port = uri.getPort() < 0 ? 5432 : uri.getPort();
            URI place = new URI("postgresql", null, uri.getHost(), port, uri.getPath(), uri.getQuery(), null);
            return colon < 0
                    ? new GivenServer(place, login, password)
                    : new GivenServer(place, login.substring(0, colon), login.substring(colon + 1));
        } catch (URISyntaxException e) {
            throw unreadable();
        }
    }

    /** The text is not shown: it may hold a password. */
    private static DemoException unreadable() {
        return new DemoException("--postgres needs postgresql://user:password@host:port/database");
    }

    /** Without the login. */
    String url() {
        return place.toString();
    }

    String user() {
        return user;
    }

    String password() {
        return password;
    }

    /** Makes the schema; pgvector goes into it, and with it, where it is not installed but may be. */
    void createSchema() throws DemoException {
        try (Connection session = connect();
                Statement statement = session.createStatement()) {
            statement.execute("CREATE SCHEMA " + SCHEMA);
        } catch (SQLException e) {
            throw new DemoException(
                    DUPLICATE_SCHEMA.equals(e.getSQLState())
                            ? "the server has a schema " + SCHEMA
                                    + " already, perhaps of a demo that was killed; run DROP SCHEMA " + SCHEMA
                                    + " CASCADE there"
                            : "the schema " + SCHEMA + " cannot be made on the server given with --postgres",
                    e);
        }
        try (Connection session = connect();
                Statement statement = session.createStatement()) {
            statement.execute("CREATE EXTENSION IF NOT EXISTS vector SCHEMA " + SCHEMA);
        } catch (SQLException e) {
            dropSchema();
            throw new DemoException(
                    "the database given with --postgres has no pgvector, and this user may not create it;"
                            + " have an administrator run CREATE EXTENSION vector there",
                    e);
        }
    }

    @Override
    public Connection open() throws SQLException {
        Connection session = connect();
        try (Statement statement = session.createStatement()) {
            statement.execute("SET search_path = " + SCHEMA + ", " + schemaOfPgvector(statement));
            return session;
        } catch (SQLException e) {
            session.close();
            throw e;
        }
    }

    @Override
    public void close() throws DemoException {
        dropSchema();
    }

    private void dropSchema() throws DemoException {
        try (Connection session = connect();
                Statement statement = session.createStatement()) {
            statement.execute("SET client_min_messages = warning");
            statement.execute("SET lock_timeout = '15s'");
            statement.execute("DROP SCHEMA IF EXISTS " + SCHEMA + " CASCADE");
        } catch (SQLException e) {
            throw new DemoException("the schema " + SCHEMA + " is left on the server given with --postgres", e);
        }
    }

    private Connection connect() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        if (!password.isEmpty()) {
            properties.setProperty("password", password);
        }
        properties.setProperty("ApplicationName", "dbvitals demo");
        return DriverManager.getConnection("jdbc:" + place, properties);
    }

    private static String schemaOfPgvector(Statement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery(
                "SELECT quote_ident(n.nspname) FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace"
                        + " WHERE e.extname = 'vector'")) {
            rows.next();
            return rows.getString(1);
        }
    }
}
