package io.dbvitals.advice.mysql.catalog;

import java.util.List;
import java.util.Locale;

/**
 * An index.
 *
 * @param parts the columns in order, in lower case; with the length in brackets where only their beginning is indexed
 */
public record Index(String name, boolean unique, String type, List<String> parts) {
    public Index {
        parts = List.copyOf(parts);
    }

    public boolean primary() {
        return name.equals("PRIMARY");
    }

    /** Whether it serves conditions on these columns together, in this order. */
    public boolean begins(List<String> columns) {
        List<String> lower =
                columns.stream().map(each -> each.toLowerCase(Locale.ROOT)).toList();
        return type.equals("BTREE")
                && lower.size() <= parts.size()
                && parts.subList(0, lower.size()).equals(lower);
    }
}
