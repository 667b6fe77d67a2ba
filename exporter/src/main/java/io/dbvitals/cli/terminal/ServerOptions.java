package io.dbvitals.cli.terminal;

import io.dbvitals.config.load.Overrides;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name one server instead of a file, or add to what a file says. */
public final class ServerOptions {
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

    /** Whether one server is named. */
    public boolean one() {
        return url != null;
    }

    public Overrides overrides(Optional<String> listen, Optional<Path> webConfig) {
        return new Overrides(
                listen,
                webConfig,
                Optional.ofNullable(url),
                Optional.ofNullable(user),
                Optional.ofNullable(passwordFile),
                queries);
    }
}
