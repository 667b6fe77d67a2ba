package io.dbvitals.cli.terminal;

import io.dbvitals.config.Config;
import io.dbvitals.config.yaml.ConfigException;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which targets of which configuration. */
public final class TargetSelection {
    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Option(
            names = "--target",
            paramLabel = "NAME",
            description = "Only targets of that name; a glob, may be repeated.")
    private List<String> targets = List.of();

    public Config config() throws ConfigException {
        return config.read();
    }

    /** Whether one server is named, instead of a file. */
    public boolean oneServer() {
        return config.oneServer();
    }

    /** Globs; empty for all. */
    public List<String> targets() {
        return targets;
    }
}
