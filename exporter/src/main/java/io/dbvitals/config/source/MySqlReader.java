package io.dbvitals.config.source;

import io.dbvitals.config.MySqlConfig;
import io.dbvitals.config.Secret;
import io.dbvitals.config.TlsConfig;
import io.dbvitals.config.login.Keys;
import io.dbvitals.config.login.Login;
import io.dbvitals.config.login.LoginReader;
import io.dbvitals.config.login.Scheme;
import io.dbvitals.config.login.TlsReader;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.config.yaml.MappingReader;
import io.dbvitals.config.yaml.Problems;
import io.dbvitals.config.yaml.YamlNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Reads a {@code mysql:} block. */
public final class MySqlReader {
    private static final int MAX_CONNECTIONS = 3;
    private static final int MOST_CONNECTIONS = 100;
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration LOCK_TIMEOUT = Duration.ofSeconds(2);

    private final Path folder;
    private final Problems problems;

    public MySqlReader(Path folder, Problems problems) {
        this.folder = folder;
        this.problems = problems;
    }

    /** Reads the block; {@code hostless}: a module of {@code /probe}, whose host comes with the request. */
    public MySqlConfig read(YamlNode node, String what, boolean hostless) {
        MappingReader reader = Keys.block(node, what, problems);
        Login login = new LoginReader(folder, problems).read(reader, Scheme.MYSQL, true, hostless);
        TlsConfig tls = new TlsReader(folder, problems).block(reader, false);
        Duration lock = Keys.positive(reader, "lock_timeout").orElse(LOCK_TIMEOUT);
        if (lock.toMillis() % 1000 != 0) {
            problems.add(reader.positionOf("lock_timeout"), "\"lock_timeout\" must be whole seconds");
        }
        MySqlConfig config = new MySqlConfig(
                login.host(),
                login.port(),
                login.path(),
                login.user(),
                login.password().orElse(Secret.NONE),
                tls,
                login.parameters(),
                Keys.bounded(reader, "max_connections", MAX_CONNECTIONS, MOST_CONNECTIONS),
                Keys.positive(reader, "connect_timeout").orElse(CONNECT_TIMEOUT),
                Keys.positive(reader, "statement_timeout").orElse(STATEMENT_TIMEOUT),
                lock,
                reader.mapping("heartbeat").map(MySqlReader::heartbeat));
        reader.finish();
        return config;
    }

    /** From a URL that a variable or an option gives. */
    public static MySqlConfig of(String url, Optional<String> user, Optional<Secret> password) throws ConfigException {
        Login login = Login.of(url, Scheme.MYSQL);
        String name = user.orElse(login.user());
        if (name.isEmpty()) {
            throw new ConfigException("names no user");
        }
        return new MySqlConfig(
                login.host(),
                login.port(),
                login.path(),
                name,
                password.or(login::password).orElse(Secret.NONE),
                TlsConfig.OFF,
                login.parameters(),
                MAX_CONNECTIONS,
                CONNECT_TIMEOUT,
                STATEMENT_TIMEOUT,
                LOCK_TIMEOUT,
                Optional.empty());
    }

    private static MySqlConfig.Heartbeat heartbeat(MappingReader reader) {
        MySqlConfig.Heartbeat heartbeat = new MySqlConfig.Heartbeat(
                reader.text("database", "heartbeat"),
                reader.text("table", "heartbeat"),
                reader.bool("utc").orElse(false));
        reader.finish();
        return heartbeat;
    }
}
