package io.dbvitals.cli.terminal.nagios;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Numbers of performance data: digits, one point, and a minus; never an exponent. */
final class Decimal {
    private static final int PLACES = 6;

    private Decimal() {}

    /** {@code value} must be finite. */
    static String write(double value) {
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(PLACES, RoundingMode.HALF_EVEN);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
