package io.dbvitals.cli.terminal;

import io.dbvitals.app.Settings;
import io.dbvitals.config.Config;
import io.dbvitals.config.load.ConfigLoader;
import io.dbvitals.config.load.Overrides;
import io.dbvitals.config.yaml.ConfigException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
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

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = {
                "The one server to read, instead of a file: postgresql://host:port/database, mysql://host:port, "
                        + "redis://host:port or pgbouncer://host:port."
            })
    private @Nullable String url;

    @Option(names = "--user", paramLabel = "NAME", description = "User for --url.")
    private @Nullable String user;

    @Option(names = "--password-file", paramLabel = "FILE", description = "File that holds the password for --url.")
    private @Nullable Path passwordFile;

    @Option(
            names = "--queries",
            paramLabel = "PATH",
            description = "Further query files: a file, folder or glob. May be repeated.")
    private List<String> queries = List.of();

    /** Reads files and variables each time it is called. */
    public Config read() throws ConfigException {
        return read(Optional.empty(), Optional.empty());
    }

    public Config read(Optional<String> listen, Optional<Path> webConfig) throws ConfigException {
        return ConfigLoader.ofProcess()
                .discover(
                        Optional.ofNullable(file),
                        new Overrides(
                                listen,
                                webConfig,
                                Optional.ofNullable(url),
                                Optional.ofNullable(user),
                                Optional.ofNullable(passwordFile),
                                queries));
    }

    public Settings settings() throws ConfigException {
        return Settings.read(this::read);
    }
}
