package io.dbvitals.cli.terminal;

import io.dbvitals.config.Config;
import io.dbvitals.config.yaml.ConfigException;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a command that judges targets, and says it to people, to programs or to a monitoring system. */
public final class ReportOptions {
    @Mixin
    private TargetSelection selection = new TargetSelection();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "text, json, or nagios: as a plugin of Nagios and Icinga.",
            defaultValue = "text")
    private ReportFormat format = ReportFormat.TEXT;

    public Config config() throws ConfigException {
        return selection.config();
    }

    /** Globs; empty for all. */
    public List<String> targets() {
        return selection.targets();
    }

    public ReportFormat format() {
        return format;
    }
}
