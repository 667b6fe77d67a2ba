package io.dbvitals.advice.mysql.catalog;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A table.
 *
 * @param rows as the server estimates them
 * @param columns the type of each, as {@code varchar}, by its name in lower case
 * @param nullable those columns that may hold NULL, by their names in lower case
 * @param foreignKeys the columns of each that refers to another table, in lower case
 */
public record Table(
        String schema,
        String name,
        String engine,
        double rows,
        Map<String, String> columns,
        List<String> nullable,
        List<Index> indexes,
        List<List<String>> foreignKeys) {
    public Table {
        columns = Map.copyOf(columns);
        nullable = List.copyOf(nullable);
        indexes = List.copyOf(indexes);
        foreignKeys = List.copyOf(foreignKeys);
    }

    /** With its schema. */
    public String fullName() {
        return schema + "." + name;
    }

    /** The first index that begins with this column. */
    public Optional<Index> indexOn(String column) {
        return indexes.stream()
                .filter(each -> each.begins(List.of(column)))
                .min((a, b) -> Boolean.compare(b.primary(), a.primary()));
    }

    /** As {@code varchar}; empty for a column that is not there. */
    public String type(String column) {
        return columns.getOrDefault(column.toLowerCase(Locale.ROOT), "");
    }

    /** Whether its rows can be told apart, as row-based replication does. */
    public boolean keyed() {
        return indexes.stream()
                .anyMatch(each -> each.unique() && each.parts().stream().noneMatch(nullable::contains));
    }
}
