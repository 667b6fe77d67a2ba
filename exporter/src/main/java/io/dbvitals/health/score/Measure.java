package io.dbvitals.health.score;

/**
 * One figure of a component.
 *
 * @param name as people read it: {@code connections in use}
 * @param value never NaN: a figure that cannot be read makes its component {@link Vital.Knowledge#UNKNOWN}
 */
public record Measure(String name, double value, Unit unit, Bounds bounds) {
    public Measure {
        if (Double.isNaN(value)) {
            throw new IllegalArgumentException(name + " is no number");
        }
    }

    public double badness() {
        return bounds.badness(value);
    }

    /** {@code connections in use: 97 % (warning 80 %, critical 95 %)}. */
    public String text() {
        String critical = Double.isInfinite(bounds.critical()) ? "" : ", critical " + unit.write(bounds.critical());
        return name + ": " + unit.write(value) + " (warning " + unit.write(bounds.warning()) + critical + ")";
    }
}
