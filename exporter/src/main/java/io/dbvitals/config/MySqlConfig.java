package io.dbvitals.config;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A MySQL or MariaDB server.
 *
 * @param database that connections begin in; empty for none
 * @param parameters of the driver, from the url
 * @param maxConnections the hard cap
 * @param statementTimeout after which the server ends a statement
 * @param lockTimeout how long a statement waits for a metadata lock; whole seconds
 * @param heartbeat where pt-heartbeat writes; empty: not read
 */
public record MySqlConfig(
        String host,
        int port,
        String database,
        String user,
        Secret password,
        TlsConfig tls,
        Map<String, String> parameters,
        int maxConnections,
        Duration connectTimeout,
        Duration statementTimeout,
        Duration lockTimeout,
        Optional<Heartbeat> heartbeat)
        implements TargetConfig.Source {
    public MySqlConfig {
        parameters = Map.copyOf(parameters);
    }

    @Override
    public String kind() {
        return "mysql";
    }

    /** {@code host:port}. */
    public String address() {
        return host + ":" + port;
    }

    /** The same settings for another server: how a module of {@code /probe} gets its host. */
    public MySqlConfig at(String otherHost, int otherPort) {
        return new MySqlConfig(
                otherHost,
                otherPort,
                database,
                user,
                password,
                tls,
                parameters,
                maxConnections,
                connectTimeout,
                statementTimeout,
                lockTimeout,
                heartbeat);
    }

    /** The same server for work beside the scrapes, over so many connections of its own. */
    public MySqlConfig apart(int connections) {
        return new MySqlConfig(
                host,
                port,
                database,
                user,
                password,
                tls,
                parameters,
                connections,
                connectTimeout,
                statementTimeout,
                lockTimeout,
                heartbeat);
    }

    /** Whether the value of that parameter is a secret, as of {@code keyStorePassword}. */
    public static boolean isSecret(String parameter) {
        return TargetConfig.Postgres.isSecret(parameter);
    }

    @Override
    public String toString() {
        Map<String, String> shown = new TreeMap<>(parameters);
        shown.replaceAll((name, value) -> isSecret(name) ? "***" : value);
        return "MySqlConfig[" + user + "@" + address() + "/" + database + ", password=" + password + ", parameters="
                + shown + ", maxConnections=" + maxConnections + "]";
    }

    /**
     * The table of pt-heartbeat.
     *
     * @param utc whether it was started with {@code --utc}
     */
    public record Heartbeat(String database, String table, boolean utc) {}
}
