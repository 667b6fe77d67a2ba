package io.dbvitals.advice.mysql.rule;

import io.dbvitals.advice.mysql.catalog.Table;
import io.dbvitals.advice.mysql.plan.Access;
import io.dbvitals.advice.mysql.plan.Predicate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The index that would serve a table's part in a plan: columns that are compared for equality first, then one with a range, or else
 * those that are sorted by.
 *
 * @param columns as the table has them
 */
record IndexProposal(Table table, List<String> columns) {
    private static final int MOST_COLUMNS = 3;
    private static final int LONGEST_NAME = 64;
    /** Of types that are indexed by their beginning only. */
    private static final int PREFIX = 64;

    /** Empty where no column is named plainly, or such an index is there already. */
    static Optional<IndexProposal> of(Access access, Table table, String sortKey) {
        if (access.condition().matches("(?is).*\\bor\\b.*")) {
            // Each side would need an index of its own; which one pays is no longer seen from here.
            return Optional.empty();
        }
        List<Predicate> plain = access.predicates().stream()
                .filter(each ->
                        each.function().isEmpty() && !table.type(each.column()).isEmpty())
                .toList();
        Set<String> columns = new LinkedHashSet<>();
        boolean byRange = access.type().equals("range");
        if (!byRange && !access.whole()) {
            access.keyParts().forEach(part -> columns.add(lower(part)));
        }
        named(plain, Predicate.Kind.EQUALITY).forEach(columns::add);
        List<String> ranges = new ArrayList<>(named(plain, Predicate.Kind.RANGE));
        if (byRange && !columns.isEmpty()) {
            ranges.addAll(
                    0, access.keyParts().stream().map(IndexProposal::lower).toList());
        }
        ranges.stream().limit(1).forEach(columns::add);
        if (ranges.isEmpty() && !columns.isEmpty()) {
            columns.addAll(sorted(access, table, sortKey));
        }
        List<String> chosen = columns.stream().limit(MOST_COLUMNS).toList();
        boolean there = table.indexes().stream().anyMatch(index -> index.begins(chosen));
        return chosen.isEmpty() || there ? Optional.empty() : Optional.of(new IndexProposal(table, chosen));
    }

    private static List<String> named(List<Predicate> predicates, Predicate.Kind kind) {
        return predicates.stream()
                .filter(each -> each.kind() == kind)
                .map(each -> lower(each.column()))
                .distinct()
                .toList();
    }

    /** The columns of the sort, if all of them are columns of this table and go up. */
    private static List<String> sorted(Access access, Table table, String sortKey) {
        List<String> columns = new ArrayList<>();
        if (sortKey.isEmpty()) {
            return columns;
        }
        for (String key : sortKey.split(",", -1)) {
            String[] parts = key.strip().replace("`", "").split("\\.", -1);
            String column = lower(parts[parts.length - 1]);
            boolean here = parts.length < 2 || parts[parts.length - 2].equalsIgnoreCase(access.table());
            if (!here || table.type(column).isEmpty()) {
                return List.of();
            }
            columns.add(column);
        }
        return columns;
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /** What creates it. */
    String sql() {
        String name = table.name() + "_" + String.join("_", columns) + "_idx";
        return "CREATE INDEX " + quoted(name.substring(0, Math.min(name.length(), LONGEST_NAME))) + " ON "
                + quoted(table.schema()) + "." + quoted(table.name()) + " ("
                + columns.stream().map(this::part).collect(Collectors.joining(", ")) + ")";
    }

    private String part(String column) {
        return quoted(column) + (table.type(column).matches(".*(text|blob)") ? "(" + PREFIX + ")" : "");
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }
}
