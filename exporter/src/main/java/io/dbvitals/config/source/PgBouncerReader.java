package io.dbvitals.config.source;

import io.dbvitals.config.PgBouncerConfig;
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

/** Reads a {@code pgbouncer:} block. */
public final class PgBouncerReader {
    private static final String CONSOLE = "pgbouncer";
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final Path folder;
    private final Problems problems;

    public PgBouncerReader(Path folder, Problems problems) {
        this.folder = folder;
        this.problems = problems;
    }

    /** Reads the block; {@code hostless}: a module of {@code /probe}, whose host comes with the request. */
    public PgBouncerConfig read(YamlNode node, String what, boolean hostless) {
        MappingReader reader = Keys.block(node, what, problems);
        Login login = new LoginReader(folder, problems).read(reader, Scheme.PGBOUNCER, true, hostless);
        TlsConfig tls = new TlsReader(folder, problems).libpq(reader, login.parameters());
        PgBouncerConfig config = new PgBouncerConfig(
                login.host(),
                login.port(),
                login.path().isEmpty() ? CONSOLE : login.path(),
                login.user(),
                login.password().orElse(Secret.NONE),
                tls,
                Keys.positive(reader, "connect_timeout").orElse(CONNECT_TIMEOUT),
                Keys.positive(reader, "timeout").orElse(TIMEOUT));
        reader.finish();
        return config;
    }

    /** From {@code PGBOUNCER_EXPORTER_CONNECTION_STRING} and its like. */
    public static PgBouncerConfig of(String url, Optional<String> user, Optional<Secret> password)
            throws ConfigException {
        Login login = Login.of(url, Scheme.PGBOUNCER);
        Problems problems = new Problems();
        TlsConfig tls = new TlsReader(Path.of(""), problems).libpq(Keys.nothing(problems), login.parameters());
        if (!problems.isEmpty()) {
            // There is no file and line to name.
            throw new ConfigException(problems.list().get(0).message());
        }
        String name = user.orElse(login.user());
        if (name.isEmpty()) {
            throw new ConfigException("names no user; give one of PgBouncer's stats_users");
        }
        return new PgBouncerConfig(
                login.host(),
                login.port(),
                login.path().isEmpty() ? CONSOLE : login.path(),
                name,
                password.or(login::password).orElse(Secret.NONE),
                tls,
                CONNECT_TIMEOUT,
                TIMEOUT);
    }
}
