package io.dbvitals.host.kernel;

import java.util.OptionalDouble;

/** Numbers of files that may as well hold words. */
public final class Decimal {
    private Decimal() {}

    /** Empty where it is no decimal number. */
    public static OptionalDouble of(String text) {
        if (text.isEmpty() || !text.chars().allMatch(c -> "0123456789+-.eE".indexOf(c) >= 0)) {
            return OptionalDouble.empty();
        }
        try {
            return OptionalDouble.of(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }
}
