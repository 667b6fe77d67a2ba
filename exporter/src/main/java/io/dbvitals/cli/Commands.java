package io.dbvitals.cli;

import io.dbvitals.cli.guard.CleanupCommand;
import io.dbvitals.cli.guard.EmergencyCommand;
import io.dbvitals.cli.guard.GuardCommand;
import io.dbvitals.cli.guard.HealthCheckCommand;
import io.dbvitals.cli.guard.SelfDestructCommand;
import io.dbvitals.cli.health.ValidateCommand;
import io.dbvitals.cli.health.advice.SlowQueriesCommand;
import io.dbvitals.cli.health.diagnosis.DiagnoseCommand;
import io.dbvitals.cli.terminal.ExitCode;
import io.dbvitals.config.yaml.ConfigException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;

/** The command line of the program. */
@Command(
        name = "dbvitals",
        description = "Reads the vital signs of a data tier and serves them to Prometheus.",
        mixinStandardHelpOptions = true,
        versionProvider = Commands.Version.class,
        subcommands = {
            ServeCommand.class,
            ConfigCommand.class,
            QueriesCommand.class,
            VectorCommand.class,
            HealthCheckCommand.class,
            DiagnoseCommand.class,
            CleanupCommand.class,
            ValidateCommand.class,
            SlowQueriesCommand.class,
            GuardCommand.class,
            EmergencyCommand.class,
            SelfDestructCommand.class,
            HelpCommand.class,
        },
        footer = {
            "",
            "Examples:",
            "  DATA_SOURCE_NAME=postgresql://dbvitals:secret@localhost:5432/postgres dbvitals",
            "  dbvitals serve --config /etc/dbvitals/dbvitals.yaml",
            "  dbvitals queries plan",
            "  dbvitals vector report",
            "  dbvitals health-check --format json",
            "  dbvitals diagnose",
            "  dbvitals validate --wait 60s",
            "  dbvitals slow-queries --window 5m",
            "  dbvitals cleanup",
            "",
            "Exit codes: 0 OK, 1 warning, 2 critical, 3 unknown or misuse."
        })
public final class Commands {
    private Commands() {}

    /** Runs the command that the arguments name; {@code serve} when they name none. */
    public static int run(String... args) {
        CommandLine line = new CommandLine(new Commands());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(true);
        line.setExecutionExceptionHandler((failure, command, parsed) -> report(failure, command.getErr()));
        line.setParameterExceptionHandler((failure, arguments) -> {
            PrintWriter err = failure.getCommandLine().getErr();
            err.println("dbvitals: " + failure.getMessage());
            if (!CommandLine.UnmatchedArgumentException.printSuggestions(failure, err)) {
                err.println("Try '" + failure.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
            }
            return ExitCode.MISUSE;
        });
        boolean serves = args.length == 0 || (args[0].startsWith("-") && !args[0].matches("-h|--help|-V|--version"));
        if (serves) {
            String[] full = new String[args.length + 1];
            full[0] = "serve";
            System.arraycopy(args, 0, full, 1, args.length);
            return line.execute(full);
        }
        return line.execute(args);
    }

    /** The version of this program. */
    public static String version() {
        String version = Commands.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    private static int report(Exception failure, PrintWriter err) throws Exception {
        if (failure instanceof ConfigException) {
            err.println("dbvitals: " + failure.getMessage());
            return ExitCode.MISUSE;
        }
        throw failure;
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"dbvitals " + version()};
        }
    }
}
