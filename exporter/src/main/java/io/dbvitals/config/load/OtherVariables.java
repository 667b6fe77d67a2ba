package io.dbvitals.config.load;

import io.dbvitals.config.RedisConfig;
import io.dbvitals.config.RedisPasswords;
import io.dbvitals.config.Secret;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.source.Addresses;
import io.dbvitals.config.source.PgBouncerReader;
import io.dbvitals.config.source.RedisReader;
import io.dbvitals.config.yaml.ConfigException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The targets that variables of redis_exporter and pgbouncer_exporter name. */
final class OtherVariables {
    private final Map<String, String> environment;

    OtherVariables(Map<String, String> environment) {
        this.environment = environment;
    }

    List<TargetConfig> targets() throws ConfigException {
        List<TargetConfig> targets = new ArrayList<>();
        Optional<String> redis = get("REDIS_ADDR");
        if (redis.isPresent()) {
            targets.add(Addresses.target(redis(redis.get()), "REDIS_ADDR", Map.of()));
        }
        String pgbouncer = "PGBOUNCER_EXPORTER_CONNECTION_STRING";
        Optional<String> console = get(pgbouncer);
        if (console.isPresent()) {
            try {
                TargetConfig.Source source = PgBouncerReader.of(console.get(), Optional.empty(), Optional.empty());
                targets.add(Addresses.target(source, pgbouncer, Map.of()));
            } catch (ConfigException e) {
                throw new ConfigException(pgbouncer + " " + e.getMessage());
            }
        }
        return targets;
    }

    /** {@code REDIS_USER}, {@code REDIS_PASSWORD}, and the JSON file {@code REDIS_PASSWORD_FILE}. */
    private RedisConfig redis(String address) throws ConfigException {
        RedisConfig config;
        try {
            config = RedisReader.of(
                    address, get("REDIS_USER"), get("REDIS_PASSWORD").map(Secret.Literal::new));
        } catch (ConfigException e) {
            throw new ConfigException("REDIS_ADDR " + e.getMessage());
        }
        Optional<String> file = get("REDIS_PASSWORD_FILE");
        if (file.isEmpty() || !config.password().equals(Secret.NONE)) {
            return config;
        }
        return new RedisConfig(
                config.host(),
                config.port(),
                config.user(),
                new RedisPasswords(Path.of(file.get()), config.host(), config.port(), config.user()),
                config.tls(),
                config.connectTimeout(),
                config.timeout(),
                config.options());
    }

    private Optional<String> get(String variable) {
        return Optional.ofNullable(environment.get(variable)).filter(text -> !text.isBlank());
    }
}
