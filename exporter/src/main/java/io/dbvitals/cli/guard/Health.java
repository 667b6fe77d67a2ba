package io.dbvitals.cli.guard;

import io.dbvitals.app.guard.Answer;
import io.dbvitals.cli.terminal.ExitCode;
import java.util.Collection;
import java.util.Comparator;

/** The word for a target or for all of them, and the exit code; from the best to the worst. */
enum Health {
    HEALTHY("healthy", ExitCode.OK),
    /** Not everything could be seen: never healthy, and never worse than what is known to be bad. */
    UNKNOWN("unknown", ExitCode.MISUSE),
    DEGRADED("degraded", ExitCode.WARNING),
    UNHEALTHY("unhealthy", ExitCode.CRITICAL);

    private final String label;
    private final int exitCode;

    Health(String label, int exitCode) {
        this.label = label;
        this.exitCode = exitCode;
    }

    String label() {
        return label;
    }

    int exitCode() {
        return exitCode;
    }

    static Health of(Answer answer) {
        if (answer.round().isEmpty()) {
            return UNHEALTHY;
        }
        Health seen = answer.round().get().troubled() ? UNKNOWN : HEALTHY;
        Health found = switch (answer.round().get().plan().severity()) {
            case CRITICAL -> UNHEALTHY;
            case WARNING -> DEGRADED;
            case OK -> HEALTHY;
        };
        return worse(seen, found);
    }

    /** The worst of them; nothing was asked: unknown. */
    static Health of(Collection<Answer> answers) {
        return answers.stream().map(Health::of).max(Comparator.naturalOrder()).orElse(UNKNOWN);
    }

    private static Health worse(Health one, Health other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
