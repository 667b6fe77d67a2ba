package io.dbvitals.advice.mysql.catalog;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The tables of some schemas, as far as the user may see them. */
public record Catalog(List<Table> tables) {
    public Catalog {
        tables = List.copyOf(tables);
    }

    /** By names in whatever case. */
    public Optional<Table> table(String schema, String name) {
        return tables.stream()
                .filter(each -> each.schema().toLowerCase(Locale.ROOT).equals(schema.toLowerCase(Locale.ROOT))
                        && each.name().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)))
                .findFirst();
    }
}
