package io.dbvitals.config;

import java.time.Duration;

/**
 * The admin console of a PgBouncer.
 *
 * @param database of the console; {@code pgbouncer}
 * @param user one of {@code stats_users} or {@code admin_users}
 * @param timeout the longest wait for an answer, whatever is left of the scrape
 */
public record PgBouncerConfig(
        String host,
        int port,
        String database,
        String user,
        Secret password,
        TlsConfig tls,
        Duration connectTimeout,
        Duration timeout)
        implements TargetConfig.Source {
    @Override
    public String kind() {
        return "pgbouncer";
    }

    /** {@code host:port}. */
    public String address() {
        return host + ":" + port;
    }

    /** The same settings for another server: how a module of {@code /probe} gets its host. */
    public PgBouncerConfig at(String otherHost, int otherPort) {
        return new PgBouncerConfig(otherHost, otherPort, database, user, password, tls, connectTimeout, timeout);
    }
}
