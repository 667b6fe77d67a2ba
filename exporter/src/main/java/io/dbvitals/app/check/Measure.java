package io.dbvitals.app.check;

import io.dbvitals.app.check.service.Quantity;
import java.util.Optional;

/**
 * One value that was read.
 *
 * @param value NaN where there is none
 * @param max the largest possible value
 * @param counts whether a threshold without a label is meant for it
 * @param note whom or what it is about; may be empty
 */
public record Measure(
        String label,
        double value,
        Quantity quantity,
        Optional<Double> max,
        boolean counts,
        Optional<Alarm> alarm,
        String note) {
    static Measure of(String label, double value, Quantity quantity) {
        return new Measure(label, value, quantity, Optional.empty(), true, Optional.empty(), "");
    }
}
