package io.dbvitals.config.source;

import io.dbvitals.config.PassFile;
import io.dbvitals.config.Secret;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.yaml.Suggestion;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/** What is known about a PostgreSQL server while it is read; {@link #finish} adds what libpq's variables say. */
public final class PostgresDraft {
    public static final int MAX_CONNECTIONS = 3;
    public static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    public static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(5);
    public static final Duration LOCK_TIMEOUT = Duration.ofMillis(500);
    public static final String SEARCH_PATH = "pg_catalog, public";
    static final String APPLICATION_NAME = "dbvitals";
    static final String DATABASE = "postgres";
    static final int PORT = 5432;

    private static final Set<String> SSL_MODES =
            Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");

    final Map<String, String> keywords = new LinkedHashMap<>();
    Optional<Secret> password = Optional.empty();
    int maxConnections = MAX_CONNECTIONS;
    Optional<Duration> connectTimeout = Optional.empty();
    Duration statementTimeout = STATEMENT_TIMEOUT;
    Duration lockTimeout = LOCK_TIMEOUT;
    String searchPath = SEARCH_PATH;
    TargetConfig.Databases databases = TargetConfig.Databases.ONE;

    /** {@code hostless}: a module of {@code /probe}, whose host comes with the request; {@code problem} takes a key and a message. */
    TargetConfig.Postgres finish(
            Map<String, String> environment, boolean hostless, BiConsumer<String, String> problem) {
        String address = take("hostaddr").orElse("");
        String host =
                take("host").orElse(address.isEmpty() ? environment.getOrDefault("PGHOST", "localhost") : address);
        if (hostless) {
            host = "";
        } else if (host.startsWith("/") || host.startsWith("@")) {
            problem.accept(
                    "host",
                    "the Unix socket \"" + host + "\" cannot be used: the PostgreSQL driver speaks TCP only;"
                            + " give host: localhost");
        }
        int port = port(environment, problem);
        String database = take("dbname").orElse(environment.getOrDefault("PGDATABASE", DATABASE));
        String user = take("user").orElse(environment.getOrDefault("PGUSER", ""));
        if (user.isEmpty()) {
            problem.accept("user", "\"user\" is missing; give it as a key, in the url, or by the variable PGUSER");
        }
        Optional<String> passFile = take("passfile");
        Optional<Secret> literal = take("password").map(Secret.Literal::new);
        Secret secret = password.or(() -> literal).orElse(Secret.NONE);
        if (secret.equals(Secret.NONE)) {
            secret = fromSurroundings(environment, passFile, hostless ? "*" : host, port, database, user);
        }
        String mode = keywords.getOrDefault("sslmode", "prefer");
        if (!SSL_MODES.contains(mode)) {
            problem.accept(
                    "sslmode",
                    "sslmode must be one of disable, allow, prefer, require, verify-ca, verify-full"
                            + Suggestion.of(mode, SSL_MODES));
        }
        keywords.putIfAbsent("application_name", APPLICATION_NAME);
        Duration patience = connectTimeout(problem);
        return new TargetConfig.Postgres(
                host,
                port,
                database,
                user,
                secret,
                keywords,
                maxConnections,
                patience,
                statementTimeout,
                lockTimeout,
                searchPath,
                databases);
    }

    private int port(Map<String, String> environment, BiConsumer<String, String> problem) {
        Optional<String> given = take("port");
        String text = given.orElse(environment.getOrDefault("PGPORT", String.valueOf(PORT)));
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > 65_535) {
            problem.accept(
                    "port",
                    (given.isPresent() ? "the port" : "the variable PGPORT")
                            + " must be a whole number from 1 to 65535");
            return PORT;
        }
        return Integer.parseInt(text);
    }

    /** The key wins; libpq's parameter of the same name counts whole seconds. */
    private Duration connectTimeout(BiConsumer<String, String> problem) {
        Optional<String> seconds = take("connect_timeout");
        if (connectTimeout.isPresent() || seconds.isEmpty()) {
            return connectTimeout.orElse(CONNECT_TIMEOUT);
        }
        if (!seconds.get().matches("[1-9]\\d{0,4}")) {
            problem.accept("url", "connect_timeout in a url must be a whole number of seconds, at least 1");
            return CONNECT_TIMEOUT;
        }
        return Duration.ofSeconds(Integer.parseInt(seconds.get()));
    }

    private static Secret fromSurroundings(
            Map<String, String> environment,
            Optional<String> passFile,
            String host,
            int port,
            String database,
            String user) {
        String password = environment.getOrDefault("PGPASSWORD", "");
        if (!password.isEmpty()) {
            return new Secret.Literal(password);
        }
        String home = environment.getOrDefault("HOME", "");
        String path = passFile.orElse(environment.getOrDefault("PGPASSFILE", home.isEmpty() ? "" : home + "/.pgpass"));
        return path.isEmpty()
                ? Secret.NONE
                : PassFile.find(Path.of(path), host, port, database, user).orElse(Secret.NONE);
    }

    private Optional<String> take(String keyword) {
        return Optional.ofNullable(keywords.remove(keyword));
    }

    /** The keys of a block that are libpq keywords of their own. */
    public static List<String> parameterKeys() {
        return List.of("sslmode", "sslrootcert", "sslcert", "sslkey", "application_name");
    }
}
