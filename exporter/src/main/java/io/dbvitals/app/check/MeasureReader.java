package io.dbvitals.app.check;

import io.dbvitals.app.check.service.Quantity;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Rows as measures: columns by their names, of which most may be missing. */
final class MeasureReader {
    private final Quantity quantity;
    private final Rows rows;
    private final Map<String, Integer> columns = new HashMap<>();

    private MeasureReader(Quantity quantity, Rows rows) {
        this.quantity = quantity;
        this.rows = rows;
        for (int i = 0; i < rows.columnCount(); i++) {
            columns.put(rows.columnName(i), i);
        }
    }

    static List<Measure> read(Quantity quantity, Rows rows) throws CollectException {
        MeasureReader reader = new MeasureReader(quantity, rows);
        List<Measure> measures = new ArrayList<>();
        while (rows.next()) {
            measures.add(reader.measure());
        }
        return measures;
    }

    private Measure measure() throws CollectException {
        double max = columns.containsKey("max") ? rows.number(column("max")) : Double.NaN;
        return new Measure(
                rows.text(column("label")),
                rows.number(column("value")),
                quantity(text("unit")),
                Double.isFinite(max) ? Optional.of(max) : Optional.empty(),
                !columns.containsKey("counts") || rows.number(column("counts")) == 1,
                text("alarm").isEmpty()
                        ? Optional.empty()
                        : Optional.of(Alarm.valueOf(text("alarm").toUpperCase(Locale.ROOT))),
                text("note"));
    }

    private Quantity quantity(String unit) {
        return switch (unit) {
            case "s" -> Quantity.SECONDS;
            case "B" -> Quantity.BYTES;
            case "%" -> Quantity.PERCENT;
            case "c" -> Quantity.COUNTER;
            case "n" -> Quantity.NUMBER;
            default -> quantity;
        };
    }

    private String text(String name) throws CollectException {
        return columns.containsKey(name) ? rows.text(column(name)) : "";
    }

    private int column(String name) {
        Integer column = columns.get(name);
        if (column == null) {
            throw new IllegalStateException("the statement has no column " + name);
        }
        return column;
    }
}
