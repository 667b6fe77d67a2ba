package io.dbvitals.app.benchmark.sample;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The rating of a target: that of its worst part.
 *
 * @param rating empty where there is none to give
 * @param reason which part it is, and why
 */
public record Rated(Optional<Rating> rating, String reason) {
    /** Fewer successes than that are poor, however fast they are; any failure is fair at best. */
    private static final double MOST = 0.95;

    private record Part(Rating rating, String reason) {}

    public static Rated of(Sample connecting, List<Sample> queries, Bounds connection, Bounds answer) {
        List<Sample> all = new ArrayList<>(List.of(connecting));
        all.addAll(queries);
        List<Part> parts = new ArrayList<>();
        for (Sample each : all) {
            if (each.failures() > 0 || each.empty()) {
                parts.add(new Part(
                        each.successRate() < MOST ? Rating.POOR : Rating.FAIR,
                        String.format(
                                Locale.ROOT,
                                "%s succeeded %d times of %d: %s",
                                each.name(),
                                each.took().size(),
                                each.tries(),
                                each.failure())));
            }
        }
        Optional<Sample> unstable = all.stream().filter(Sample::unstable).findFirst();
        if (parts.isEmpty() && unstable.isPresent()) {
            return new Rated(
                    Optional.empty(),
                    "unstable: " + unstable.get().name() + " differs by "
                            + millis(unstable.get().spread()) + " from its median of "
                            + millis(unstable.get().median())
                            + "; something else is going on, or more iterations are needed");
        }
        parts.add(part(connecting, connection));
        queries.forEach(each -> parts.add(part(each, answer)));
        Part worst = parts.stream().max(Comparator.comparing(Part::rating)).orElseThrow();
        return new Rated(Optional.of(worst.rating()), worst.reason());
    }

    /** What cannot be measured. */
    public static Rated poor(String reason) {
        return new Rated(Optional.of(Rating.POOR), reason);
    }

    private static Part part(Sample sample, Bounds bounds) {
        Rating rating = bounds.rate(sample.median());
        String median = sample.name() + " takes " + millis(sample.median()) + ", the median";
        return new Part(
                rating,
                rating == Rating.EXCELLENT
                        ? median + "; up to " + millis(bounds.excellent()) + " is excellent"
                        : median + "; more than " + millis(bounds.below(rating)) + " is " + rating.label());
    }

    static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%.2f ms", duration.toNanos() / 1e6);
    }
}
