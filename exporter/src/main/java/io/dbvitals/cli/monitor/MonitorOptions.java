package io.dbvitals.cli.monitor;

import io.dbvitals.app.logging.LogLevel;
import io.dbvitals.config.guard.GuardConfig;
import io.dbvitals.config.guard.MonitorVariables;
import io.dbvitals.config.yaml.ConfigException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a program that goes on running logs, and where it says which process it is. */
public final class MonitorOptions {
    @Mixin
    private PidFileOption pidFile = new PidFileOption();

    @Option(
            names = "--log-file",
            paramLabel = "FILE",
            description = {
                "Log into this file as well, in lines as \"2024-01-15 10:30:45 - DBMonitor - WARNING - text\"; "
                        + "rotated at 10 MiB, and opened anew on SIGHUP.",
                "Default: DB_MONITOR_LOG_FILE."
            })
    private @Nullable Path logFile;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            description = "DEBUG, INFO, WARNING or ERROR. Default: DB_MONITOR_LOG_LEVEL, else INFO.")
    private @Nullable String logLevel;

    @Option(
            names = {"-v", "--verbose"},
            description = "The same as --log-level DEBUG.")
    private boolean verbose;

    private final MonitorVariables variables = MonitorVariables.ofProcess();

    LogLevel level() throws ConfigException {
        return verbose
                ? LogLevel.DEBUG
                : LogLevel.of(
                        Optional.ofNullable(logLevel).or(variables::logLevel).orElse("INFO"));
    }

    /** Empty where none is named. */
    Optional<Path> logFile() {
        return Optional.ofNullable(logFile).or(variables::logFile);
    }

    /** Empty where none is named. */
    Optional<Path> pidFile(GuardConfig config) {
        return pidFile.named(Optional.of(config));
    }
}
