package io.dbvitals.app.health.figures;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.Rows;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Numbers by the names of their columns, fields or variables; what is NULL is not there. */
public record Figures(Map<String, Double> by) {
    public Figures {
        by = Map.copyOf(by);
    }

    /** Of the first row. */
    public static Figures row(Rows rows) throws CollectException {
        Map<String, Double> by = new HashMap<>();
        if (rows.next()) {
            for (int i = 0; i < rows.columnCount(); i++) {
                double value = rows.number(i);
                if (!Double.isNaN(value)) {
                    by.put(rows.columnName(i), value);
                }
            }
        }
        return new Figures(by);
    }

    public Optional<Double> of(String name) {
        return Optional.ofNullable(by.get(name));
    }

    /** Both must be there, and the whole more than nothing. */
    public Optional<Double> ratio(String part, String whole) {
        return of(whole).filter(all -> all > 0).flatMap(all -> of(part).map(some -> some / all));
    }

    /** Those that only grow. */
    public Map<String, Double> counters(Set<String> names) {
        Map<String, Double> counters = new HashMap<>(by);
        counters.keySet().retainAll(names);
        return counters;
    }
}
