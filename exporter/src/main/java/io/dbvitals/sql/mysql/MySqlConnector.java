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
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.mariadb.jdbc.Driver;

/** Opens physical connections to a MySQL or MariaDB server; all that they do later is read-only. */
final class MySqlConnector {
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
            "credentialType");

    private final MySqlConfig config;
    private final AuthenticationPause pause;
    private final Driver driver = new Driver();

    MySqlConnector(MySqlConfig config, AuthenticationPause pause) {
        this.config = config;
        this.pause = pause;
    }

    Session open(String database) throws CollectException {
        String password = password();
        int credentials = (config.user() + '\n' + password).hashCode();
        pause.check("", credentials);
        try {
            Connection connection = connect(config.database(), password);
            boolean done = false;
            try {
                org.mariadb.jdbc.Connection own = connection.unwrap(org.mariadb.jdbc.Connection.class);
                boolean mariaDb = own.getContext().getVersion().isMariaDBServer();
                readOnly(connection);
                pause.accepted("");
                MySqlSession session =
                        new MySqlSession(connection, own.getThreadId(), mariaDb, config.database(), this::killQuery);
                done = true;
                return session;
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
        try (Connection connection = connect("", password());
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

    private Connection connect(String database, String password) throws SQLException, CollectException {
        String host = config.host().contains(":") ? "[" + config.host() + "]" : config.host();
        String url = "jdbc:mariadb://" + host + ":" + config.port() + "/"
                + URLEncoder.encode(database, StandardCharsets.UTF_8).replace("+", "%20");
        Connection connection = driver.connect(url, properties(password));
        if (connection == null) {
            throw new CollectException(Reason.UNREACHABLE, "the driver does not take the address " + config.address());
        }
        return connection;
    }

    private void readOnly(Connection connection) throws SQLException {
        try (Statement set = connection.createStatement()) {
            set.execute("SET SESSION TRANSACTION READ ONLY");
            set.execute("SET SESSION lock_wait_timeout = "
                    + Math.max(1, config.lockTimeout().toSeconds()));
        }
    }

    private Properties properties(String password) {
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
        properties.putIfAbsent("connectionAttributes", "program_name:dbvitals");
        PemTlsSocketPlugin.configure(config.tls(), properties);
        return properties;
    }
}
