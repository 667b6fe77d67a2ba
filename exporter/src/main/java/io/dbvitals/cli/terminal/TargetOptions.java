package io.dbvitals.cli.terminal;

import io.dbvitals.config.Config;
import io.dbvitals.config.yaml.ConfigException;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a command that asks targets something, and says it to people or to programs. */
public final class TargetOptions {
    @Mixin
    private ConfigOptions config = new ConfigOptions();

    @Option(
            names = "--target",
            paramLabel = "NAME",
            description = "Only targets of that name; a glob, may be repeated.")
    private List<String> targets = List.of();

    @Option(names = "--format", paramLabel = "FORMAT", description = "text or json.", defaultValue = "text")
    private Format format = Format.TEXT;

    public Config config() throws ConfigException {
        return config.read();
    }

    /** Globs; empty for all. */
    public List<String> targets() {
        return targets;
    }

    public Format format() {
        return format;
    }
}
