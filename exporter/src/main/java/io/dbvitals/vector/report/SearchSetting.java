package io.dbvitals.vector.report;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.Transactions.Transaction;
import io.dbvitals.vector.catalog.VectorIndex;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * The setting that trades speed for recall in searches of an index.
 *
 * @param name such as {@code hnsw.ef_search}
 * @param current of this role and database
 * @param least that makes sense
 */
public record SearchSetting(String name, int current, int least, int most) {
    /** How far apart the values are that are tried. */
    private static final int STEP = 4;

    private static final int MOST_EF = 1000;
    private static final int MOST_PROBES = 32_768;
    private static final int MOST_LIST = 10_000;

    /** Empty for an access method that has none, or whose setting is read nowhere, as that of RuVector. */
    static Optional<SearchSetting> of(VectorIndex index, IndexFacts facts, int k, Transaction transaction)
            throws CollectException {
        if (index.extension().equals("ruvector")) {
            return Optional.empty();
        }
        return switch (index.accessMethod()) {
            case "hnsw" -> read("hnsw.ef_search", Math.min(k, MOST_EF), MOST_EF, transaction);
            case "ivfflat" ->
                read(
                        "ivfflat.probes",
                        1,
                        facts.option("lists").map(lists -> lists.intValue()).orElse(MOST_PROBES),
                        transaction);
            case "diskann" -> read("diskann.query_search_list_size", Math.min(k, MOST_LIST), MOST_LIST, transaction);
            case "vchordg" -> read("vchordg.ef_search", Math.min(k, MOST_LIST), MOST_LIST, transaction);
            default -> Optional.empty();
        };
    }

    /** Settings of an extension are known only once a session has used it. */
    private static Optional<SearchSetting> read(String name, int least, int most, Transaction transaction)
            throws CollectException {
        String value =
                transaction.read("SELECT coalesce(pg_catalog.current_setting(?, true), '')", List.of(name), rows -> {
                    rows.next();
                    return rows.text(0);
                });
        return value.matches("\\d{1,7}")
                ? Optional.of(new SearchSetting(name, Integer.parseInt(value), least, most))
                : Optional.empty();
    }

    /** The current one and two others, ascending: one below and one above where there is room. */
    List<Integer> tried() {
        TreeSet<Integer> values = new TreeSet<>(List.of(current));
        values.add(Math.max(Math.min(least, current), current / STEP));
        values.add(Math.min(Math.max(most, current), current * STEP));
        for (int factor = STEP * STEP; values.size() < 3 && factor <= 256; factor *= STEP) {
            int above = current * factor;
            int below = current / factor;
            if (above <= most) {
                values.add(above);
            } else if (below >= least) {
                values.add(below);
            }
        }
        return new ArrayList<>(values);
    }
}
