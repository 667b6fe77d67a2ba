package io.dbvitals.advice.mysql.plan;

import java.util.List;

/**
 * How a plan reads one table.
 *
 * @param table its alias, if it has one
 * @param type as {@code ALL}, {@code index}, {@code ref}
 * @param key the index in use; empty for none
 * @param keyParts the columns of it that are in use
 * @param rows estimated for one reading; NaN where the plan says nothing
 * @param filtered how many of a hundred rows are thought to fulfil the condition; NaN where the plan says nothing
 * @param condition that each row is tried with, with its literals; never to be shown
 * @param inner whether it is read for rows of a table before it
 * @param dependent whether it is part of a subquery that runs anew for rows of the query around it
 */
public record Access(
        String table,
        String type,
        String key,
        List<String> keyParts,
        double rows,
        double filtered,
        String condition,
        boolean inner,
        boolean dependent) {
    public Access {
        keyParts = List.copyOf(keyParts);
    }

    /** Whether all of the table, or all of an index, is read. */
    public boolean whole() {
        return type.equals("ALL") || type.equals("index") || type.equals("hash_ALL") || type.equals("hash_index");
    }

    /** What its condition says of its own columns. */
    public List<Predicate> predicates() {
        return Predicate.of(condition).stream()
                .filter(each -> each.table().equalsIgnoreCase(table))
                .toList();
    }

    @Override
    public String toString() {
        return table + " " + type;
    }
}
