package io.dbvitals.health.score;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What was read of one component of a target; it is as bad as the worst of its figures.
 *
 * @param name unique within the target, in lower case: {@code connections}
 * @param weight in the score; more than 0
 * @param note why it is unknown or not applicable; empty where it is known
 */
public record Vital(String name, int weight, Knowledge knowledge, List<Measure> measures, String note) {
    /** What is unknown is as bad as a warning, or as it was when it was last known, if that is worse. */
    private static final double UNKNOWN = 0.5;

    public Vital {
        measures = List.copyOf(measures);
        if (weight <= 0) {
            throw new IllegalArgumentException("the weight of " + name + " must be more than 0");
        }
    }

    /** Whether it could be read. */
    public enum Knowledge {
        KNOWN,
        /** It should have been read, and could not be; never good. */
        UNKNOWN,
        /** It makes no sense here, by the kind of the server or by the configuration; it takes no part. */
        NOT_APPLICABLE
    }

    public static Vital of(String name, int weight, List<Measure> measures) {
        return new Vital(name, weight, Knowledge.KNOWN, measures, "");
    }

    public static Vital unknown(String name, int weight, String why) {
        return new Vital(name, weight, Knowledge.UNKNOWN, List.of(), why);
    }

    public static Vital notApplicable(String name, int weight, String why) {
        return new Vital(name, weight, Knowledge.NOT_APPLICABLE, List.of(), why);
    }

    /** The same, with a part of it that could not be read. */
    public Vital butUnknown(String why) {
        return new Vital(name, weight, Knowledge.UNKNOWN, measures, why);
    }

    /** The same under another weight. */
    public Vital weighing(int other) {
        return new Vital(name, other, knowledge, measures, note);
    }

    boolean counts() {
        return knowledge != Knowledge.NOT_APPLICABLE;
    }

    /** @param lastKnown when it was last read; 0 where it never was */
    double badness(double lastKnown) {
        double seen = worst().map(Measure::badness).orElse(0.0);
        return switch (knowledge) {
            case KNOWN -> seen;
            case UNKNOWN -> Math.max(UNKNOWN, Math.max(seen, lastKnown));
            case NOT_APPLICABLE -> 0;
        };
    }

    Optional<Measure> worst() {
        return measures.stream().max(Comparator.comparingDouble(Measure::badness));
    }

    String cause() {
        String seen = worst().map(Measure::text).orElse("");
        return seen.isEmpty() || note.isEmpty() ? seen + note : seen + "; " + note;
    }
}
