package io.dbvitals.cli;

import io.dbvitals.app.Settings;
import io.dbvitals.cli.terminal.ConfigOptions;
import io.dbvitals.cli.terminal.ExitCode;
import io.dbvitals.config.load.ConfigText;
import io.dbvitals.config.yaml.ConfigException;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Looks at the configuration without using it. */
@Command(
        name = "config",
        description = "Checks or shows the configuration, or changes a threshold.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "check|show|set-threshold",
        subcommands = SetThresholdCommand.class,
        footer = {
            "",
            "Examples:",
            "  dbvitals config check --config dbvitals.yaml",
            "  dbvitals config show --config dbvitals.yaml",
            "  dbvitals config set-threshold connections_used_ratio --warning 0.7 --alone"
        })
final class ConfigCommand {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(
            name = "check",
            description =
                    "Reads the configuration and every query file that it names, and reports each mistake with its place.",
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  dbvitals config check --config dbvitals.yaml"})
    int check(@Mixin ConfigOptions options) throws ConfigException {
        Settings settings = options.settings();
        out().println("OK: " + settings.config().targets().size() + " targets, "
                + settings.queries().size() + " queries");
        return ExitCode.OK;
    }

    @Command(
            name = "show",
            description = {
                "Prints the configuration in force, defaults and variables filled in, secrets masked.",
                "Thresholds that were changed at run time are named at its end."
            },
            mixinStandardHelpOptions = true,
            footer = {"", "Example:", "  dbvitals config show --config dbvitals.yaml"})
    int show(@Mixin ConfigOptions options) throws ConfigException {
        out().print(ConfigText.of(options.read()));
        out().flush();
        return ExitCode.OK;
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }
}
