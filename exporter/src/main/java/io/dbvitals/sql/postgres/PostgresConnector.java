package io.dbvitals.sql.postgres;

import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import io.dbvitals.scrape.login.AuthenticationPause;
import io.dbvitals.sql.jdbc.LingeringSocketFactory;
import io.dbvitals.sql.jdbc.Session;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.postgresql.Driver;

/** Opens physical connections to a PostgreSQL server, with everything that bounds what a session may do set from its first message on. */
final class PostgresConnector {
    /** A tenth of the memory, as the driver writes it: whatever a query gives, it must not end the process. */
    private static final String LARGEST_RESULT = "10p";

    private final TargetConfig.Postgres config;
    private final AuthenticationPause pause;
    private final Driver driver = new Driver();

    PostgresConnector(TargetConfig.Postgres config, AuthenticationPause pause) {
        this.config = config;
        this.pause = pause;
    }

    Session open(String database) throws CollectException {
        Connection connection = connect(database, config.statementTimeout(), true);
        return new PostgresSession(connection, database, config.statementTimeout());
    }

    /** One that may write, in the database of the target. */
    Connection writable(Duration timeout) throws CollectException {
        return connect(config.database(), timeout, false);
    }

    private Connection connect(String database, Duration timeout, boolean readOnly) throws CollectException {
        String password;
        try {
            password = config.password().read();
        } catch (ConfigException e) {
            throw new CollectException(Reason.DENIED, String.valueOf(e.getMessage()), e);
        }
        int credentials = (config.user() + '\n' + password).hashCode();
        pause.check(database, credentials);
        try {
            Connection connection = driver.connect(url(database), properties(password, options(timeout, readOnly)));
            if (connection == null) {
                throw new CollectException(
                        Reason.UNREACHABLE, "the driver does not take the address " + config.server());
            }
            pause.accepted(database);
            return connection;
        } catch (SQLException e) {
            CollectException failure =
                    PostgresErrors.INSTANCE.toCollectException("connecting to " + config.server() + "/" + database, e);
            if (PostgresErrors.authenticationFailed(e)) {
                String message = String.valueOf(failure.getMessage());
                if (PostgresErrors.wrongPassword(e)) {
                    pause.refused(credentials, message);
                } else {
                    pause.refused(database, credentials, message);
                }
            }
            throw failure;
        }
    }

    private String url(String database) {
        String host = config.host().contains(":") ? "[" + config.host() + "]" : config.host();
        return "jdbc:postgresql://" + host + ":" + config.port() + "/"
                + java.net.URLEncoder.encode(database, java.nio.charset.StandardCharsets.UTF_8)
                        .replace("+", "%20");
    }

    private Properties properties(String password, String options) {
        Properties properties = new Properties();
        for (Map.Entry<String, String> parameter : config.parameters().entrySet()) {
            String name = switch (parameter.getKey()) {
                case "application_name" -> "ApplicationName";
                // Bounded by connect_timeout of the target, and the session by options below.
                case "connect_timeout", "options" -> "";
                default -> parameter.getKey();
            };
            if (!name.isEmpty()) {
                properties.setProperty(name, parameter.getValue());
            }
        }
        properties.setProperty("user", config.user());
        if (!password.isEmpty()) {
            properties.setProperty("password", password);
        }
        properties.putIfAbsent("ApplicationName", "dbvitals");
        properties.setProperty("assumeMinServerVersion", "12");
        properties.setProperty("socketFactory", LingeringSocketFactory.class.getName());
        properties.setProperty("tcpKeepAlive", "true");
        String seconds = String.valueOf(Math.max(1, config.connectTimeout().toSeconds()));
        properties.setProperty("connectTimeout", seconds);
        properties.setProperty("socketTimeout", seconds);
        properties.setProperty("cancelSignalTimeout", "2");
        properties.setProperty("prepareThreshold", "1");
        properties.setProperty("maxResultBuffer", LARGEST_RESULT);
        properties.setProperty("options", options);
        return properties;
    }

    private String options(Duration timeout, boolean readOnly) {
        // Of two that set the same the last counts, so what bounds a session comes after the user's own.
        return config.parameters().getOrDefault("options", "")
                + " -c default_transaction_read_only=" + (readOnly ? "on" : "off")
                + " -c statement_timeout=" + millis(timeout)
                + " -c lock_timeout=" + millis(config.lockTimeout())
                + " -c idle_in_transaction_session_timeout=" + millis(timeout)
                + (config.searchPath().isEmpty()
                        ? ""
                        : " -c search_path="
                                + config.searchPath().replace("\\", "\\\\").replace(" ", "\\ "));
    }

    private static long millis(Duration duration) {
        return Math.max(1, duration.toMillis());
    }
}
