package io.dbvitals.cli;

import io.dbvitals.cli.alerts.AlertsCommand;
import io.dbvitals.cli.check.CheckCommand;
import io.dbvitals.cli.deadman.DeadmanCommand;
import io.dbvitals.cli.guard.CleanupCommand;
import io.dbvitals.cli.guard.EmergencyCommand;
import io.dbvitals.cli.guard.GuardCommand;
import io.dbvitals.cli.guard.SelfDestructCommand;
import io.dbvitals.cli.health.HealthCheckCommand;
import io.dbvitals.cli.health.ValidateCommand;
import io.dbvitals.cli.health.advice.SlowQueriesCommand;
import io.dbvitals.cli.health.benchmark.BenchmarkCommand;
import io.dbvitals.cli.health.diagnosis.DiagnoseCommand;
import io.dbvitals.cli.health.pool.PoolsCommand;
import io.dbvitals.cli.health.replication.ReplicationCommand;
import io.dbvitals.cli.metrics.MetricsCommand;
import io.dbvitals.cli.status.StatusCommand;
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
            CheckCommand.class,
            DiagnoseCommand.class,
            BenchmarkCommand.class,
            CleanupCommand.class,
            ValidateCommand.class,
            PoolsCommand.class,
            ReplicationCommand.class,
            SlowQueriesCommand.class,
            AlertsCommand.class,
            GuardCommand.class,
            EmergencyCommand.class,
            SelfDestructCommand.class,
            MetricsCommand.class,
            StatusCommand.class,
            DeadmanCommand.class,
            HelpCommand.class,
        },
        footer = {
            "",
            "Examples:",
            "  DATA_SOURCE_NAME=postgresql://dbvitals:secret@localhost:5432/postgres dbvitals",
            "  dbvitals serve --config /etc/dbvitals/dbvitals.yaml",
            "  dbvitals queries plan",
            "  dbvitals vector report",
            "  dbvitals status --watch",
            "  dbvitals metrics --database primary --hours 24",
            "  dbvitals health-check --format json",
            "  dbvitals check backends -w 80%% -c 95%%",
            "  dbvitals diagnose",
            "  dbvitals validate --wait 60s",
            "  dbvitals pools",
            "  dbvitals benchmark",
            "  dbvitals slow-queries --window 5m",
            "  dbvitals cleanup",
            "  dbvitals alerts list",
            "  dbvitals deadman --exec /usr/local/bin/page",
            "",
            "Exit codes: 0 OK, 1 warning, 2 critical, 3 unknown or misuse."
        })
public final class Commands {
    private Commands() {}

    /** Runs the command that the arguments name; {@code serve} when they name none. */
    public static int run(String... args) {
        CommandLine line = line();
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(true);
        Complaints complaints = Complaints.of(args);
        line.setExecutionExceptionHandler((failure, command, parsed) -> complaints.failure(failure, command));
        line.setParameterExceptionHandler((failure, arguments) -> complaints.misuse(failure));
        try {
            return line.execute(withCommand(args));
        } catch (Error e) {
            // What is out of memory, or lacks a class, would else end with 1: a warning.
            return complaints.failure(e, line);
        }
    }

    /** All commands, none of them run yet. */
    static CommandLine line() {
        return new CommandLine(new Commands());
    }

    private static String[] withCommand(String... args) {
        boolean serves = args.length == 0 || (args[0].startsWith("-") && !args[0].matches("-h|--help|-V|--version"));
        if (serves) {
            String[] full = new String[args.length + 1];
            full[0] = "serve";
            System.arraycopy(args, 0, full, 1, args.length);
            return full;
        }
        return args;
    }

    /** The version of this program. */
    public static String version() {
        String version = Commands.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"dbvitals " + version()};
        }
    }
}
