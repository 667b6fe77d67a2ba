package io.dbvitals.advice.mysql.catalog;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    /** Of its schemas, tables and columns, in lower case. */
    public Set<String> names() {
        return tables.stream()
                .flatMap(table -> Stream.concat(
                        Stream.of(
                                table.schema().toLowerCase(Locale.ROOT),
                                table.name().toLowerCase(Locale.ROOT)),
                        table.columns().keySet().stream()))
                .collect(Collectors.toSet());
    }
}
