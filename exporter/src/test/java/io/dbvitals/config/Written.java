package io.dbvitals.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A configuration file on disk, and what reading it gives. */
record Written(Path file, Map<String, String> environment) {
    static Written config(Path folder, String yaml) {
        return config(folder, yaml, Map.of());
    }

    static Written config(Path folder, String yaml, Map<String, String> environment) {
        try {
            return new Written(Files.writeString(folder.resolve("dbvitals.yaml"), yaml), environment);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Config load() throws ConfigException {
        return ConfigLoader.of(environment, List.of()).load(file);
    }

    TargetConfig.Postgres postgres() throws ConfigException {
        return postgres(load());
    }

    static TargetConfig.Postgres postgres(Config config) {
        return (TargetConfig.Postgres) config.targets().get(0).source();
    }

    /** One line per mistake, with the file's name without its folder. */
    String mistakes() {
        ConfigException e = catchThrowableOfType(ConfigException.class, this::load);
        return Optional.ofNullable(e).map(Throwable::getMessage).orElse("none").replace(file.getParent() + "/", "");
    }
}
