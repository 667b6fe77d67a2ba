package io.dbvitals.cli.terminal;

import io.dbvitals.app.Settings;
import io.dbvitals.config.Config;
import io.dbvitals.config.load.ConfigLoader;
import io.dbvitals.config.yaml.ConfigException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options by which every command finds its configuration. */
public final class ConfigOptions {
    @Option(
            names = {"-c", "--config"},
            paramLabel = "FILE",
            description = {
                "Configuration file.",
                "Default: dbvitals.yaml here, then /etc/dbvitals/dbvitals.yaml, then variables such as "
                        + "DATA_SOURCE_NAME or DB_HOST."
            })
    private @Nullable Path file;

    @Mixin
    private ServerOptions server = new ServerOptions();

    /** Reads files and variables each time it is called. */
    public Config read() throws ConfigException {
        return read(Optional.empty(), Optional.empty());
    }

    public Config read(Optional<String> listen, Optional<Path> webConfig) throws ConfigException {
        return ConfigLoader.ofProcess().discover(Optional.ofNullable(file), server.overrides(listen, webConfig));
    }

    /** Whether one server is named, instead of a file. */
    public boolean oneServer() {
        return server.one();
    }

    public Settings settings() throws ConfigException {
        return Settings.read(this::read);
    }
}
