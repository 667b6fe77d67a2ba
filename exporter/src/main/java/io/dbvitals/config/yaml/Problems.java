package io.dbvitals.config.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Gathers the mistakes found while a file is read, so that a user sees all of them at once. */
public final class Problems {
    private final List<Problem> found = new ArrayList<>();

    public void add(Position position, String message) {
        found.add(new Problem(position, message));
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** In the order of the file. */
    public List<Problem> list() {
        return found.stream().sorted(Comparator.comparing(Problem::position)).toList();
    }

    /** Does nothing when no mistake was found. */
    public void throwIfAny() throws ConfigException {
        if (!found.isEmpty()) {
            throw new ConfigException(list());
        }
    }
}
