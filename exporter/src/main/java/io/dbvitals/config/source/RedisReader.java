package io.dbvitals.config.source;

import io.dbvitals.config.RedisConfig;
import io.dbvitals.config.RedisPasswords;
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
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads a {@code redis:} block. */
public final class RedisReader {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final Pattern KEY = Pattern.compile("db\\d{1,5}=.+");

    private final Path folder;
    private final Problems problems;

    public RedisReader(Path folder, Problems problems) {
        this.folder = folder;
        this.problems = problems;
    }

    /** Reads the block; {@code hostless}: a module of {@code /probe}, whose host comes with the request. */
    public RedisConfig read(YamlNode node, String what, boolean hostless) {
        MappingReader reader = Keys.block(node, what, problems);
        Login login = new LoginReader(folder, problems).read(reader, Scheme.REDIS, false, hostless);
        TlsConfig tls = new TlsReader(folder, problems).block(reader, login.encrypted());
        RedisConfig.Options options = options(reader);
        Secret password = passwords(reader, login);
        RedisConfig config = new RedisConfig(
                login.host(),
                login.port(),
                login.user(),
                password,
                tls,
                Keys.positive(reader, "connect_timeout").orElse(CONNECT_TIMEOUT),
                Keys.positive(reader, "timeout").orElse(TIMEOUT),
                options);
        reader.finish();
        return config;
    }

    /** From {@code REDIS_ADDR} and its like. */
    public static RedisConfig of(String address, Optional<String> user, Optional<Secret> password)
            throws ConfigException {
        Login login = Login.of(address, Scheme.REDIS);
        TlsConfig tls = login.encrypted() ? TlsConfig.VERIFIED : TlsConfig.OFF;
        return new RedisConfig(
                login.host(),
                login.port(),
                user.orElse(login.user()),
                password.or(login::password).orElse(Secret.NONE),
                tls,
                CONNECT_TIMEOUT,
                TIMEOUT,
                RedisConfig.Options.DEFAULT);
    }

    private Secret passwords(MappingReader reader, Login login) {
        Optional<String> file = Keys.given(reader, "passwords_file");
        if (file.isPresent() && login.password().isPresent()) {
            problems.add(
                    reader.positionOf("passwords_file"),
                    "\"passwords_file\" is a second source of the password; keep one of them");
        }
        return file.<Secret>map(
                        path -> new RedisPasswords(folder.resolve(path), login.host(), login.port(), login.user()))
                .or(login::password)
                .orElse(Secret.NONE);
    }

    private RedisConfig.Options options(MappingReader reader) {
        RedisConfig.Options standard = RedisConfig.Options.DEFAULT;
        return new RedisConfig.Options(
                reader.bool("clients").orElse(standard.clients()),
                reader.bool("config_values").orElse(standard.configValues()),
                reader.bool("modules").orElse(standard.modules()),
                reader.bool("rates").orElse(standard.rates()),
                reader.bool("empty_databases").orElse(standard.emptyDatabases()),
                keys(reader, "keys"),
                keys(reader, "streams"));
    }

    private List<String> keys(MappingReader reader, String key) {
        for (YamlNode.Scalar item : reader.scalars(key)) {
            if (!KEY.matcher(item.text()).matches()) {
                problems.add(
                        item.position(),
                        "an item of \"" + key + "\" must be db0=name, with the number of the database, not \""
                                + item.written() + "\"");
            }
        }
        return reader.texts(key);
    }
}
