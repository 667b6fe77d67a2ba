package io.dbvitals.advice;

/**
 * One figure that a finding rests on.
 *
 * @param value finite
 * @param unit as {@code ms}, {@code rows}, {@code %}; empty for a bare number
 */
public record Evidence(String name, double value, String unit) {
    public Evidence {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(name + " is no number");
        }
    }
}
