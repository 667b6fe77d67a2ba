package io.dbvitals.config;

import io.dbvitals.config.select.Globs;
import io.dbvitals.config.yaml.Position;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One watched system.
 *
 * @param name unique
 * @param labels on every series of the target
 * @param tags that queries may require
 * @param thresholds that differ from those for all targets
 * @param vector of a PostgreSQL server; {@link VectorConfig#OFF} for others
 */
public record TargetConfig(
        String name,
        Source source,
        Map<String, String> labels,
        List<String> tags,
        Map<String, Config.Threshold> thresholds,
        VectorConfig vector,
        Position position) {
    public TargetConfig {
        labels = Map.copyOf(labels);
        tags = List.copyOf(tags);
        thresholds = Map.copyOf(thresholds);
    }

    /** With the thresholds of all, and in whose vector indexes nothing is searched. */
    public TargetConfig(String name, Source source, Map<String, String> labels, List<String> tags, Position position) {
        this(name, source, labels, tags, Map.of(), VectorConfig.OFF, position);
    }

    /** The same with other thresholds. */
    public TargetConfig with(Map<String, Config.Threshold> other) {
        return new TargetConfig(name, source, labels, tags, other, vector, position);
    }

    /** What is watched, and how it is reached. */
    public sealed interface Source permits Postgres, PgBouncerConfig, MySqlConfig, RedisConfig, HostConfig {
        /** The value of the {@code kind} label. */
        String kind();
    }

    /**
     * A PostgreSQL server.
     *
     * @param host a name or an address; empty in a module of {@code /probe}
     * @param database that server-wide queries run in
     * @param parameters of libpq's name, as {@code sslmode}, {@code sslrootcert}, {@code application_name}
     * @param maxConnections the hard cap, over all databases of the server
     * @param searchPath of every session; pinned so that no function can be shadowed
     */
    public record Postgres(
            String host,
            int port,
            String database,
            String user,
            Secret password,
            Map<String, String> parameters,
            int maxConnections,
            Duration connectTimeout,
            Duration statementTimeout,
            Duration lockTimeout,
            String searchPath,
            Databases databases)
            implements Source {
        public Postgres {
            parameters = Map.copyOf(parameters);
        }

        @Override
        public String kind() {
            return "postgres";
        }

        /** The same settings for another server: how a module of {@code /probe} gets its host. */
        public Postgres at(String otherHost, int otherPort, String otherDatabase) {
            return new Postgres(
                    otherHost,
                    otherPort,
                    otherDatabase,
                    user,
                    password instanceof PassFile file
                            ? new PassFile(file.path(), otherHost, otherPort, otherDatabase, user)
                            : password,
                    parameters,
                    maxConnections,
                    connectTimeout,
                    statementTimeout,
                    lockTimeout,
                    searchPath,
                    databases);
        }

        /** The same server for other work, as {@code application} where the configuration gives no name. */
        public Postgres apart(int connections, String application) {
            Map<String, String> named = new HashMap<>(parameters);
            named.putIfAbsent("application_name", application);
            return new Postgres(
                    host,
                    port,
                    database,
                    user,
                    password,
                    named,
                    connections,
                    connectTimeout,
                    statementTimeout,
                    lockTimeout,
                    searchPath,
                    databases);
        }

        /** Whether the value of that parameter is a secret, as of {@code sslpassword}. */
        public static boolean isSecret(String parameter) {
            return parameter.toLowerCase(Locale.ROOT).contains("password");
        }

        @Override
        public String toString() {
            Map<String, String> shown = new TreeMap<>(parameters);
            shown.replaceAll((name, value) -> isSecret(name) ? "***" : value);
            return "Postgres[" + user + "@" + server() + "/" + database + ", password=" + password + ", parameters="
                    + shown + ", maxConnections=" + maxConnections + ", databases=" + databases + "]";
        }

        /** The {@code server} label. */
        public String server() {
            return host + ":" + port;
        }
    }

    /**
     * In which databases of a server the per-database queries run.
     *
     * @param discover all that we may connect to; otherwise only the one of the URL
     * @param include globs; empty for all
     * @param exclude globs
     * @param max the first so many by name
     */
    public record Databases(boolean discover, List<String> include, List<String> exclude, int max) {
        public static final Databases ONE = new Databases(false, List.of(), List.of(), 100);

        public Databases {
            include = List.copyOf(include);
            exclude = List.copyOf(exclude);
        }

        /** Those selected of {@code all}; without discovery only {@code main}, or none where that is empty. */
        public List<String> of(List<String> all, String main) {
            if (!discover) {
                // A connection to MySQL need not be in any.
                return main.isEmpty() ? List.of() : List.of(main);
            }
            return all.stream()
                    .filter(name -> include.isEmpty() || Globs.any(include, name))
                    .filter(name -> !Globs.any(exclude, name))
                    .limit(max)
                    .toList();
        }
    }
}
