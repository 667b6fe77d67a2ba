package io.dbvitals.config.yaml;

import java.util.List;
import java.util.stream.Collectors;

/** A file, variable or option of the user cannot be accepted; the message has one line per mistake. */
public final class ConfigException extends Exception {
    private final transient List<Problem> problems;

    public ConfigException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** For mistakes that stand in no file: an option, a variable, a file that cannot be read. */
    public ConfigException(String message) {
        super(message);
        this.problems = List.of();
    }

    public ConfigException(String message, Throwable cause) {
        super(message, cause);
        this.problems = List.of();
    }

    /** Empty when the mistake stands in no file. */
    public List<Problem> problems() {
        return problems;
    }
}
