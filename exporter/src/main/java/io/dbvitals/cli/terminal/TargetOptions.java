package io.dbvitals.cli.terminal;

import io.dbvitals.config.Config;
import io.dbvitals.config.yaml.ConfigException;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a command that asks targets something, and says it to people or to programs. */
public final class TargetOptions {
    @Mixin
    private TargetSelection selection = new TargetSelection();

    @Option(names = "--format", paramLabel = "FORMAT", description = "text or json.", defaultValue = "text")
    private Format format = Format.TEXT;

    public Config config() throws ConfigException {
        return selection.config();
    }

    /** Whether one server is named, instead of a file. */
    public boolean oneServer() {
        return selection.oneServer();
    }

    /** Globs; empty for all. */
    public List<String> targets() {
        return selection.targets();
    }

    public Format format() {
        return format;
    }
}
