package io.dbvitals.testing;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.dbvitals.config.Config;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.load.ConfigLoader;
import io.dbvitals.config.yaml.ConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A configuration file on disk, and what reading it gives. */
public record Written(Path file, Map<String, String> environment) {
    public static Written config(Path folder, String yaml) {
        return config(folder, yaml, Map.of());
    }

    public static Written config(Path folder, String yaml, Map<String, String> environment) {
        try {
            return new Written(Files.writeString(folder.resolve("dbvitals.yaml"), yaml), environment);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Config load() throws ConfigException {
        return ConfigLoader.of(environment, List.of()).load(file);
    }

    public TargetConfig.Postgres postgres() throws ConfigException {
        return postgres(load());
    }

    public static TargetConfig.Postgres postgres(Config config) {
        return (TargetConfig.Postgres) config.targets().get(0).source();
    }

    /** One line per mistake, with the file's name without its folder. */
    public String mistakes() {
        ConfigException e = catchThrowableOfType(ConfigException.class, this::load);
        return Optional.ofNullable(e).map(Throwable::getMessage).orElse("none").replace(file.getParent() + "/", "");
    }
}
