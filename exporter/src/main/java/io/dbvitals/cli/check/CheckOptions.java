package io.dbvitals.cli.check;

import io.dbvitals.cli.terminal.ServerOptions;
import io.dbvitals.config.Config;
import io.dbvitals.config.load.ConfigLoader;
import io.dbvitals.config.yaml.ConfigException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which targets are checked: as elsewhere, but that {@code -c} is a threshold, as every plugin has it. */
final class CheckOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = {
                "Configuration file.",
                "Default: dbvitals.yaml here, then /etc/dbvitals/dbvitals.yaml, then variables such as "
                        + "DATA_SOURCE_NAME or DB_HOST."
            })
    private @Nullable Path file;

    @Mixin
    private ServerOptions server = new ServerOptions();

    @Option(
            names = "--target",
            paramLabel = "NAME",
            description = "Only targets of that name; a glob, may be repeated.")
    private List<String> targets = List.of();

    Config config() throws ConfigException {
        return ConfigLoader.ofProcess()
                .discover(Optional.ofNullable(file), server.overrides(Optional.empty(), Optional.empty()));
    }

    /** Globs; empty for all. */
    List<String> targets() {
        return targets;
    }
}
