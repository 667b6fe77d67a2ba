package io.dbvitals.cli.terminal.nagios;

import io.dbvitals.cli.terminal.ExitCode;
import java.util.Collection;
import java.util.Comparator;

/** The state of a service, from the best to the worst: what is not known is never OK, and hides nothing that is known to be bad. */
public enum Level {
    OK(ExitCode.OK),
    UNKNOWN(ExitCode.MISUSE),
    WARNING(ExitCode.WARNING),
    CRITICAL(ExitCode.CRITICAL);

    private final int exitCode;

    Level(int exitCode) {
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }

    /** That of a command that has this exit code; any other than those of plugins is unknown. */
    public static Level of(int exitCode) {
        for (Level level : values()) {
            if (level.exitCode == exitCode) {
                return level;
            }
        }
        return UNKNOWN;
    }

    /** The worst of them; of none it is unknown. */
    public static Level worst(Collection<Level> levels) {
        return levels.stream().max(Comparator.naturalOrder()).orElse(UNKNOWN);
    }
}
