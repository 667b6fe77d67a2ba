package io.dbvitals.cli.monitor;

import io.dbvitals.config.guard.GuardConfig;
import io.dbvitals.config.guard.MonitorVariables;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option by which the monitor says which process it is, and others find it. */
public final class PidFileOption {
    /** Where the monitor says it when nobody names a file. */
    public static final Path USUAL = Path.of("/var/run/db_monitor.pid");

    @Option(
            names = "--pid-file",
            paramLabel = "FILE",
            description = {
                "The file that says which process the monitor is.",
                "Default: guard.pid_file, DB_MONITOR_PID_FILE, else /var/run/db_monitor.pid for a guard."
            })
    private @Nullable Path file;

    /** By the option, the configuration, or the variable; empty where none of them names one. */
    public Optional<Path> named(Optional<GuardConfig> config) {
        return Optional.ofNullable(file)
                .or(() -> config.flatMap(GuardConfig::pidFile))
                .or(MonitorVariables.ofProcess()::pidFile);
    }
}
