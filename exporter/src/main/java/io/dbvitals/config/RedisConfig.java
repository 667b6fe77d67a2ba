package io.dbvitals.config;

import java.time.Duration;
import java.util.List;

/**
 * A Redis or Valkey server, a Sentinel or one node of a cluster.
 *
 * @param user of an ACL; empty for the default user
 * @param password {@link Secret#NONE}: no AUTH is sent
 * @param timeout the longest wait for an answer, whatever is left of the scrape
 * @param options what is read only where it is asked for
 */
public record RedisConfig(
        String host,
        int port,
        String user,
        Secret password,
        TlsConfig tls,
        Duration connectTimeout,
        Duration timeout,
        Options options)
        implements TargetConfig.Source {
    @Override
    public String kind() {
        return "redis";
    }

    /** {@code host:port}. */
    public String address() {
        return host + ":" + port;
    }

    /** The same settings for another server: how a module of {@code /probe} gets its host. */
    public RedisConfig at(String otherHost, int otherPort) {
        return new RedisConfig(
                otherHost,
                otherPort,
                user,
                password instanceof RedisPasswords file
                        ? new RedisPasswords(file.path(), otherHost, otherPort, file.user())
                        : password,
                tls,
                connectTimeout,
                timeout,
                options);
    }

    /**
     * What is off by default, because it costs series or time.
     *
     * @param clients one series per client connection, by CLIENT LIST
     * @param configValues every configuration value, by CONFIG GET *
     * @param modules what modules tell in INFO
     * @param rates Redis's own rates per second, as {@code instantaneous_ops_per_sec}
     * @param emptyDatabases zeros for databases without keys
     * @param keys size and value of single keys, as {@code db0=name}
     * @param streams length and groups of streams, as {@code db0=name}
     */
    public record Options(
            boolean clients,
            boolean configValues,
            boolean modules,
            boolean rates,
            boolean emptyDatabases,
            List<String> keys,
            List<String> streams) {
        /** What redis_exporter shows by default. */
        public static final Options DEFAULT = new Options(false, false, false, false, true, List.of(), List.of());

        public Options {
            keys = List.copyOf(keys);
            streams = List.copyOf(streams);
        }
    }
}
