package io.dbvitals.health.score;

import io.dbvitals.health.HealthReport.Status;
import io.dbvitals.health.score.Vital.Knowledge;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The health of a target in one number from 0 to 100, for sorting and trends; the status comes from the worst component. The two never
 * disagree: above 79 is healthy, from 50 to 79 degraded, below 50 unhealthy. With {@code W} the weighted mean of the badness of all
 * components:
 *
 * <pre>
 * healthy    no component at its warning           100 - 40 W
 * degraded   one at its warning, none at critical   79 - 29 W
 * unhealthy  one is critical                        49 - 49 W
 * </pre>
 *
 * @param components in the order of the vitals; their lost points and {@code bandDrop} add up to {@code 100 - points}
 * @param knownWeightRatio the part of the weights that stands on what was read
 * @param bandDrop points that are lost because the worst component is as bad as it is, whatever the others are
 * @param bandCause the name of that component; empty where nothing is lost by it
 */
public record Score(
        double points,
        Status status,
        List<Component> components,
        double knownWeightRatio,
        double bandDrop,
        String bandCause) {
    private static final double FULL = 100;

    public Score {
        components = List.copyOf(components);
    }

    /** Of a target that does not answer. */
    public static Score noAnswer() {
        return new Score(0, Status.UNHEALTHY, List.of(), 0, FULL, "reachable");
    }

    /** Where nothing is remembered. */
    public static Score of(List<Vital> vitals) {
        return of(vitals, Map.of());
    }

    /**
     * Of all components of a target.
     *
     * @param lastKnown badness of components when they were last read, as {@link #known} gives it
     */
    public static Score of(List<Vital> vitals, Map<String, Double> lastKnown) {
        double weights =
                vitals.stream().filter(Vital::counts).mapToInt(Vital::weight).sum();
        if (weights == 0) {
            // Unknown is never good, and what cannot be judged is not known.
            return new Score(
                    Band.DEGRADED.top, Status.DEGRADED, judged(vitals, lastKnown, 0), 0, FULL - Band.DEGRADED.top, "");
        }
        double most =
                worst(vitals, lastKnown).map(vital -> badness(vital, lastKnown)).orElse(0.0);
        Band band = Band.of(most);
        List<Component> components = judged(vitals, lastKnown, band.depth / weights);
        double known = vitals.stream()
                .filter(vital -> vital.knowledge() == Knowledge.KNOWN)
                .mapToInt(Vital::weight)
                .sum();
        double lost = components.stream().mapToDouble(Component::lost).sum();
        return new Score(
                Math.max(0, band.top - lost),
                band.status,
                components,
                known / weights,
                FULL - band.top,
                band == Band.HEALTHY
                        ? ""
                        : worst(vitals, lastKnown).map(Vital::name).orElse(""));
    }

    /** What to remember of this reading, over what was remembered of those before. */
    public Map<String, Double> known(Map<String, Double> before) {
        Map<String, Double> known = new HashMap<>(before);
        components.stream()
                .filter(component -> component.knowledge() != Knowledge.NOT_APPLICABLE)
                .forEach(component -> known.put(component.name(), component.badness()));
        return known;
    }

    private enum Band {
        HEALTHY(100, 40, Status.HEALTHY),
        DEGRADED(79, 29, Status.DEGRADED),
        UNHEALTHY(49, 49, Status.UNHEALTHY);

        private final double top;
        private final double depth;
        private final Status status;

        Band(double top, double depth, Status status) {
            this.top = top;
            this.depth = depth;
            this.status = status;
        }

        static Band of(double most) {
            return most < 0.5 ? HEALTHY : most < 1 ? DEGRADED : UNHEALTHY;
        }
    }

    private static List<Component> judged(List<Vital> vitals, Map<String, Double> lastKnown, double pointsOfWeight) {
        List<Component> components = new ArrayList<>();
        for (Vital vital : vitals) {
            double badness = badness(vital, lastKnown);
            components.add(new Component(
                    vital.name(),
                    vital.weight(),
                    vital.knowledge(),
                    vital.worst().map(Measure::value),
                    badness,
                    pointsOfWeight * vital.weight() * badness,
                    vital.cause(),
                    vital.worst().filter(worst -> worst.badness() >= 0.5).isPresent()));
        }
        return components;
    }

    private static Optional<Vital> worst(List<Vital> vitals, Map<String, Double> lastKnown) {
        return vitals.stream()
                .filter(Vital::counts)
                .max(Comparator.comparingDouble(vital -> badness(vital, lastKnown)));
    }

    private static double badness(Vital vital, Map<String, Double> lastKnown) {
        return vital.badness(lastKnown.getOrDefault(vital.name(), 0.0));
    }
}
