package io.dbvitals.advice.mysql.schema;

import io.dbvitals.advice.Advice;
import io.dbvitals.advice.Confidence;
import io.dbvitals.advice.Evidence;
import io.dbvitals.advice.Gain;
import io.dbvitals.advice.Rule;
import io.dbvitals.advice.Severity;
import io.dbvitals.advice.mysql.catalog.Catalog;
import io.dbvitals.advice.mysql.catalog.Index;
import io.dbvitals.advice.mysql.catalog.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Indexes that cost every change and serve nobody, and tables whose rows cannot be told apart. */
final class IndexHygiene {
    private IndexHygiene() {}

    static List<Advice> judge(Catalog catalog, IndexUsage usage) {
        List<Advice> advice = new ArrayList<>();
        for (Table table : catalog.tables()) {
            if (table.engine().equalsIgnoreCase("InnoDB") && !table.keyed()) {
                advice.add(keyless(table));
            }
            for (Index index : table.indexes()) {
                Optional<Index> other = covering(index, table);
                if (other.isPresent()) {
                    advice.add(duplicate(table, index, other.get()));
                } else if (unused(table, index, usage)) {
                    advice.add(unused(table, index));
                }
            }
        }
        return advice;
    }

    /** One that begins with all columns of this one; of two alike the one whose name comes first stays. */
    private static Optional<Index> covering(Index index, Table table) {
        if (index.primary() || !index.type().equals("BTREE")) {
            return Optional.empty();
        }
        return table.indexes().stream()
                .filter(other -> !other.name().equals(index.name()) && other.begins(index.parts()))
                .filter(other -> alike(index, other) ? stays(other, index) : !index.unique())
                .findFirst();
    }

    /** Which of two alike: what keeps rows apart before what does not, then the first by name. */
    private static boolean stays(Index other, Index index) {
        if (other.primary() || other.unique() != index.unique()) {
            return other.primary() || other.unique();
        }
        return other.name().compareTo(index.name()) < 0;
    }

    private static boolean alike(Index one, Index other) {
        return one.parts().size() == other.parts().size();
    }

    private static boolean unused(Table table, Index index, IndexUsage usage) {
        boolean needed = index.primary()
                || index.unique()
                || table.foreignKeys().stream().anyMatch(index::begins);
        return !needed && usage.unused().contains(table.fullName() + "." + index.name());
    }

    private static Advice keyless(Table table) {
        return advice(
                table.fullName(),
                List.of(new Evidence("rows", table.rows(), "rows")),
                "the table has neither a primary key nor a unique key without NULL: a replica looks for each changed row in the"
                        + " whole table, and InnoDB adds a hidden number for each row; add a primary key",
                "replicas that keep up, and smaller indexes",
                "the table has a primary key");
    }

    private static Advice duplicate(Table table, Index index, Index other) {
        return advice(
                table.fullName() + "." + index.name(),
                List.of(
                        new Evidence("columns", index.parts().size(), ""),
                        new Evidence("columns of " + other.name(), other.parts().size(), "")),
                "the index " + other.name() + " begins with the same columns (" + String.join(", ", index.parts())
                        + "): see that no hint names " + index.name() + ", then ALTER TABLE " + table.fullName()
                        + " DROP INDEX " + index.name(),
                "one index less to keep with each change",
                "no other index begins with its columns");
    }

    private static Advice unused(Table table, Index index) {
        return advice(
                table.fullName() + "." + index.name(),
                List.of(new Evidence("uses", 0, "")),
                "no statement has used it since this server's start: see that no replica reads by it either, make it "
                        + "INVISIBLE (MariaDB: IGNORED) for a while, then ALTER TABLE " + table.fullName()
                        + " DROP INDEX "
                        + index.name(),
                "one index less to keep with each change",
                "it is used, or gone");
    }

    private static Advice advice(String subject, List<Evidence> evidence, String text, String gain, String stopsWhen) {
        return new Advice(
                Rule.INDEX_HYGIENE,
                Severity.LOW,
                Confidence.COUNTER,
                subject,
                evidence,
                Optional.empty(),
                text,
                Gain.of(gain),
                stopsWhen);
    }
}
