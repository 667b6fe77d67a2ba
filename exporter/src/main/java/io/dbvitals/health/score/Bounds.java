package io.dbvitals.health.score;

/**
 * From where on a figure is bad. Rising where more is worse, as of connections in use; falling where less is worse, as of free space.
 *
 * @param good nothing is lost up to there
 * @param warning half of what there is to lose is lost there
 * @param critical all is lost from there on; infinite where it never is
 */
public record Bounds(double good, double warning, double critical) {
    public Bounds {
        boolean rising = good <= warning && warning <= critical;
        boolean falling = good >= warning && warning >= critical;
        if ((!rising && !falling) || Double.isInfinite(good) || Double.isInfinite(warning)) {
            throw new IllegalArgumentException("bounds must go one way: " + good + ", " + warning + ", " + critical);
        }
    }

    /** For what is bad as soon as there is one, but never critical. */
    public static Bounds warningAt(double warning) {
        return new Bounds(0, warning, Double.POSITIVE_INFINITY);
    }

    /** From 0 (good) over 0.5 (warning) to 1 (critical), in straight lines. */
    public double badness(double value) {
        double sign = critical >= good ? 1 : -1;
        double at = sign * value;
        if (at >= sign * critical) {
            return 1;
        }
        if (at >= sign * warning) {
            return 0.5 + 0.5 * part(at, sign * warning, sign * critical);
        }
        return at <= sign * good ? 0 : 0.5 * part(at, sign * good, sign * warning);
    }

    private static double part(double at, double from, double to) {
        return (at - from) / (to - from);
    }
}
