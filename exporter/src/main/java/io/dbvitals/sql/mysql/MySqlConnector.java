package io.dbvitals.sql.mysql;

import io.dbvitals.config.MySqlConfig;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import io.dbvitals.scrape.login.AuthenticationPause;
import io.dbvitals.sql.jdbc.LingeringSocketFactory;
import io.dbvitals.sql.jdbc.Session;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.mariadb.jdbc.Driver;

/** Opens physical connections to a MySQL or MariaDB server, with everything that bounds what a session may do. */
final class MySqlConnector {
    private static final String ATTRIBUTES = "connectionAttributes";

    /** What decides over this machine, or over what a session may do, is not the url's to say. */
    private static final Set<String> OURS = Set.of(
            "user",
            "password",
            "sslMode",
            "useSsl",
            "useSSL",
            "requireSSL",
            "tlsSocketType",
            "socketFactory",
            "allowLocalInfile",
            "allowMultiQueries",
            "initSql",
            "sessionVariables",
            "autocommit",
            "pool",
            // Not all that is sent can be prepared on the server.
            "useServerPrepStmts",
            "credentialType");

    private final MySqlConfig config;
    private final AuthenticationPause pause;
    private final Driver driver = new Driver();

    MySqlConnector(MySqlConfig config, AuthenticationPause pause) {
        this.config = config;
        this.pause = pause;
    }

    Session open(String database) throws CollectException {
        return login(attributes(), connection -> {
            org.mariadb.jdbc.Connection own = connection.unwrap(org.mariadb.jdbc.Connection.class);
            boolean mariaDb = isMariaDb(connection);
            bound(connection, "TRANSACTION READ ONLY", mariaDb, config.statementTimeout());
            return new MySqlSession(connection, own.getThreadId(), mariaDb, config, this::killQuery);
        });
    }

    /** One that may write, and whose program calls itself {@code program}, whatever the url says. */
    Connection writable(Duration timeout, String program) throws CollectException {
        return login("program_name:" + program, connection -> {
            // What it says must take effect, though the server begins its sessions otherwise; nor may it wait behind
            // those it is to end.
            bound(connection, "autocommit = 1, SESSION innodb_lock_wait_timeout = 1", isMariaDb(connection), timeout);
            return connection;
        });
    }

    private static boolean isMariaDb(Connection connection) throws SQLException {
        return connection
                .unwrap(org.mariadb.jdbc.Connection.class)
                .getContext()
                .getVersion()
                .isMariaDBServer();
    }

    /** What is made of a connection before it is given out. */
    private interface Outfit<T> {
        T of(Connection connection) throws SQLException;
    }

    private <T> T login(String attributes, Outfit<T> outfit) throws CollectException {
        String password = password();
        int credentials = (config.user() + '\n' + password).hashCode();
        pause.check("", credentials);
        try {
            Connection connection = connect(config.database(), password, attributes);
            boolean done = false;
            try {
                T made = outfit.of(connection);
                pause.accepted("");
                done = true;
                return made;
            } finally {
                if (!done) {
                    connection.close();
                }
            }
        } catch (SQLException e) {
            CollectException failure = MySqlErrors.INSTANCE.toCollectException("connecting to " + config.address(), e);
            if (MySqlErrors.authenticationFailed(e)) {
                pause.refused(credentials, String.valueOf(failure.getMessage()));
            }
            throw failure;
        }
    }

    /** The last resort for a statement that the server did not end by itself; where it fails, so does everything else. */
    private void killQuery(long threadId) {
        try (Connection connection = connect("", password(), attributes());
                Statement kill = connection.createStatement()) {
            kill.execute("KILL QUERY " + threadId);
        } catch (SQLException | CollectException e) {
            // The server cannot be reached for this either, or the statement has ended meanwhile.
            return;
        }
    }

    private String password() throws CollectException {
        try {
            return config.password().read();
        } catch (ConfigException e) {
            throw new CollectException(Reason.DENIED, String.valueOf(e.getMessage()), e);
        }
    }

    private String attributes() {
        return config.parameters().getOrDefault(ATTRIBUTES, "program_name:dbvitals");
    }

    private Connection connect(String database, String password, String attributes)
            throws SQLException, CollectException {
        String host = config.host().contains(":") ? "[" + config.host() + "]" : config.host();
        String url = "jdbc:mariadb://" + host + ":" + config.port() + "/"
                + URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
        Connection connection = driver.connect(url, properties(password, attributes));
        if (connection == null) {
            throw new CollectException(Reason.UNREACHABLE, "the driver does not take the address " + config.address());
        }
        return connection;
    }

    private void bound(Connection connection, String first, boolean mariaDb, Duration timeout) throws SQLException {
        try (Statement set = connection.createStatement()) {
            set.execute("SET SESSION " + first);
            set.execute("SET SESSION lock_wait_timeout = "
                    + Math.max(1, config.lockTimeout().toSeconds()) + ", "
                    + MySqlSession.limit(mariaDb, timeout.toMillis()));
        }
    }

    private Properties properties(String password, String attributes) {
        Properties properties = new Properties();
        for (Map.Entry<String, String> parameter : config.parameters().entrySet()) {
            if (!OURS.contains(parameter.getKey())) {
                properties.setProperty(parameter.getKey(), parameter.getValue());
            }
        }
        properties.setProperty("user", config.user());
        if (!password.isEmpty()) {
            properties.setProperty("password", password);
        }
        String millis = String.valueOf(Math.max(1, config.connectTimeout().toMillis()));
        properties.setProperty("connectTimeout", millis);
        properties.setProperty("socketTimeout", millis);
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("socketFactory", LingeringSocketFactory.class.getName());
        properties.setProperty("allowLocalInfile", "false");
        properties.setProperty("tinyInt1isBit", "false");
        properties.setProperty("yearIsDateType", "false");
        properties.setProperty("cachePrepStmts", "false");
        properties.setProperty(ATTRIBUTES, attributes);
        PemTlsSocketPlugin.configure(config.tls(), properties);
        return properties;
    }
}
