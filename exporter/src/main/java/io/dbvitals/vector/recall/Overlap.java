package io.dbvitals.vector.recall;

import java.util.List;

/**
 * Compares what a search found with the nearest rows that there are, by distance: among equally near rows any is as good as another.
 * Distances are compared in single precision, which is what the components of vectors have.
 */
final class Overlap {
    private Overlap() {}

    /** The part of the {@code nearest}, of which there are k or all of the table, that was found. */
    static double exact(List<Double> found, double[] nearest) {
        float farthest = (float) nearest[nearest.length - 1];
        long right =
                found.stream().filter(each -> each.floatValue() <= farthest).count();
        return (double) Math.min(right, nearest.length) / nearest.length;
    }

    /**
     * The same estimated from the nearest rows of a sample, {@code part} of the table: every missed one among them stands for
     * 1/part.
     */
    static double sampled(List<Double> found, double[] nearest, int k, double part) {
        if (found.isEmpty()) {
            return 0;
        }
        int count = found.size();
        int missed = missed(found, nearest);
        // The last one found is the farthest: of the others and the missed ones before it, the first k are the true
        // ones.
        double others = count - 1.0;
        double among = others + missed / part;
        double mean = missed == 0 ? 1 : others / among;
        // That is convex in the number that is estimated, and so too high by half its curvature times the variance.
        double spread = missed == 0 ? 0 : missed * (1 - part) / (part * part * among * among);
        return mean * (1 - spread) * Math.min(1, (double) count / k);
    }

    /** Rows of the sample that are nearer than the last one found, and not among the found. */
    private static int missed(List<Double> found, double[] nearest) {
        float farthest = found.get(found.size() - 1).floatValue();
        int missed = 0;
        int at = 0;
        for (double each : nearest) {
            float distance = (float) each;
            while (at < found.size() && found.get(at).floatValue() < distance) {
                at++;
            }
            if (distance >= farthest) {
                break;
            }
            if (at < found.size() && found.get(at).floatValue() == distance) {
                at++;
            } else {
                missed++;
            }
        }
        return missed;
    }
}
