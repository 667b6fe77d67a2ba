package io.dbvitals.query;

import io.dbvitals.config.yaml.Durations;
import io.dbvitals.query.Column.OnNull;
import io.dbvitals.query.Column.Use;
import io.dbvitals.query.rows.ValueReader;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import io.dbvitals.sql.Rows;
import java.util.OptionalDouble;

/** Reads the number in one column of the current row, as the column's use, scale and NULL policy say. */
final class ColumnReader implements ValueReader {
    private final Column column;
    private final int index;
    private final boolean lenient;
    private final boolean wholeSeconds;

    ColumnReader(Column column, int index, boolean lenient, boolean wholeSeconds) {
        this.column = column;
        this.index = index;
        this.lenient = lenient;
        this.wholeSeconds = wholeSeconds;
    }

    @Override
    public OptionalDouble read(Rows rows) throws CollectException {
        try {
            if (column.use() instanceof Use.MapText map) {
                return mapped(rows, map);
            }
            if (column.use() instanceof Use.DurationText duration) {
                return duration(rows, duration);
            }
            double value = rows.number(index);
            return rows.wasNull() ? onNull() : OptionalDouble.of(scaled(value, rows.kind(index)));
        } catch (CollectException e) {
            if (lenient && e.reason() == Reason.BAD_DATA) {
                return OptionalDouble.empty();
            }
            throw e;
        }
    }

    private OptionalDouble mapped(Rows rows, Use.MapText map) throws CollectException {
        // A number where texts are mapped passes as it is: users of postgres_exporter have such queries.
        if (rows.kind(index) == Rows.Kind.NUMBER) {
            double value = rows.number(index);
            if (rows.wasNull()) {
                return onNull();
            }
            Double named = map.values().get(rows.text(index));
            return OptionalDouble.of(named == null ? value : named);
        }
        String text = rows.text(index);
        if (rows.wasNull()) {
            return onNull();
        }
        Double value = map.values().get(text);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value * column.scale());
    }

    private OptionalDouble duration(Rows rows, Use.DurationText duration) throws CollectException {
        if (rows.kind(index) == Rows.Kind.TEXT) {
            String text = rows.text(index).trim();
            if (rows.wasNull()) {
                return onNull();
            }
            if (text.equals("-1") && duration.minusOneIsNone()) {
                return OptionalDouble.empty();
            }
            double sign = text.startsWith("-") ? -1 : 1;
            double seconds = sign
                    * Durations.parse(text.startsWith("-") ? text.substring(1) : text)
                            .orElseThrow(() -> new CollectException(
                                    Reason.BAD_DATA, "column " + column.column() + " holds a text that is no duration"))
                            .toNanos()
                    / 1e9;
            double value = seconds * duration.perSecond();
            return OptionalDouble.of(duration.perSecond() == 1 ? value : Math.rint(value));
        }
        double number = rows.number(index);
        if (rows.wasNull()) {
            return onNull();
        }
        return OptionalDouble.of(
                rows.kind(index) == Rows.Kind.INTERVAL
                        ? number * duration.perSecond()
                        : number / duration.numberPerSecond() * duration.perSecond());
    }

    private OptionalDouble onNull() {
        return column.onNull() instanceof OnNull.Value value
                ? OptionalDouble.of(value.value() * column.scale())
                : OptionalDouble.empty();
    }

    private double scaled(double value, Rows.Kind kind) {
        if (column.scaleTimesAndBooleans()) {
            return value * column.scale();
        }
        return switch (kind) {
            case TIME -> wholeSeconds && Double.isFinite(value) ? Math.floor(value) : value;
            case BOOLEAN -> value;
            default -> value * column.scale();
        };
    }
}
