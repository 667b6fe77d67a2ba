package io.dbvitals.app.health.figures;

import io.dbvitals.health.score.Bounds;
import io.dbvitals.health.score.Measure;
import io.dbvitals.health.score.Unit;
import io.dbvitals.health.score.Vital;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Puts one component together, figure by figure. */
public final class Draft {
    /** Of a rate, at the first reading. */
    public static final String NEEDS_WINDOW = "not applicable: needs a window of some minutes, as serve has one";

    private final String name;
    private final int weight;
    private final List<Measure> measures = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();

    public Draft(String name, int weight) {
        this.name = name;
        this.weight = weight;
    }

    /** A figure that every such server has: where it could not be read, the component is unknown. */
    public Draft needs(String figure, Optional<Double> value, Unit unit, Bounds bounds) {
        value.filter(Double::isFinite)
                .ifPresentOrElse(
                        known -> measures.add(new Measure(figure, known, unit, bounds)),
                        () -> missing.add(figure + " could not be read"));
        return this;
    }

    /** A figure that may not be there, as by the version of the server or without a window. */
    public Draft may(String figure, Optional<Double> value, Unit unit, Bounds bounds) {
        value.filter(Double::isFinite).ifPresent(known -> measures.add(new Measure(figure, known, unit, bounds)));
        return this;
    }

    /** Something that should have been seen was hidden; nothing where it is empty. */
    public Draft hidden(String why) {
        if (!why.isEmpty()) {
            missing.add(why);
        }
        return this;
    }

    /**
     * The component.
     *
     * @param otherwise why there may be no figure at all
     */
    public Vital vital(String otherwise) {
        if (!missing.isEmpty()) {
            return Vital.of(name, weight, measures).butUnknown(String.join("; ", missing));
        }
        return measures.isEmpty() ? Vital.notApplicable(name, weight, otherwise) : Vital.of(name, weight, measures);
    }

    /** Where there is always a figure. */
    public Vital vital() {
        return vital("");
    }
}
