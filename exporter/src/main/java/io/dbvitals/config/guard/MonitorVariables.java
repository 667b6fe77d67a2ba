package io.dbvitals.config.guard;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What variables say of the running program itself, whether there is a configuration file or not: {@code DB_MONITOR_LOG_FILE},
 * {@code DB_MONITOR_LOG_LEVEL} and {@code DB_MONITOR_PID_FILE}.
 */
public record MonitorVariables(Optional<Path> logFile, Optional<String> logLevel, Optional<Path> pidFile) {
    /** Those of this process. */
    public static MonitorVariables ofProcess() {
        return of(System.getenv());
    }

    static MonitorVariables of(Map<String, String> environment) {
        return new MonitorVariables(
                get(environment, "LOG_FILE").map(Path::of),
                get(environment, "LOG_LEVEL"),
                get(environment, "PID_FILE").map(Path::of));
    }

    private static Optional<String> get(Map<String, String> environment, String name) {
        return Optional.ofNullable(environment.get("DB_MONITOR_" + name)).filter(text -> !text.isBlank());
    }
}
