package io.dbvitals.advice;

import java.util.HashMap;
import java.util.Map;

/**
 * What a server counted of one statement, or how much of it fell into a window. Counters are sums, so that they can be subtracted;
 * those of other names than the ones here are the engine's own.
 *
 * @param id by which the statement is known from one snapshot to the next
 * @param text without literals
 * @param life another one means that its counters began anew
 */
public record Statement(
        String id, String database, String user, String text, String life, Map<String, Double> counters) {
    /** How often it was run. */
    public static final String CALLS = "calls";
    /** The time of all runs in seconds. */
    public static final String SECONDS = "seconds";
    /** Rows that were sent or changed. */
    public static final String ROWS = "rows";

    public Statement {
        counters = Map.copyOf(counters);
    }

    /** 0 where the server does not count it. */
    public double counter(String name) {
        return counters.getOrDefault(name, 0.0);
    }

    /** Whether the server counts it. */
    public boolean counts(String name) {
        return counters.containsKey(name);
    }

    public double calls() {
        return counter(CALLS);
    }

    public double seconds() {
        return counter(SECONDS);
    }

    /** 0 where there was none. */
    public double perCall(String name) {
        return calls() > 0 ? counter(name) / calls() : 0;
    }

    /** The same with another text. */
    public Statement withText(String other) {
        return new Statement(id, database, user, other, life, counters);
    }

    /** What was counted since then; all of it where the counters began anew. */
    Statement since(Statement earlier) {
        if (!earlier.life.equals(life) || earlier.calls() > calls()) {
            return this;
        }
        Map<String, Double> difference = new HashMap<>();
        counters.forEach((name, value) -> difference.put(name, Math.max(0, value - earlier.counter(name))));
        return new Statement(id, database, user, text, life, difference);
    }
}
