package io.dbvitals.vector.report;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.Transactions.Transaction;
import io.dbvitals.vector.catalog.VectorIndex;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a report says of an index beside the catalogue.
 *
 * @param extensionVersion of the extension that the access method belongs to
 * @param indexBytes on disk now
 * @param tableBytes on disk now, with TOAST, without indexes
 * @param sharedBuffersBytes of the server
 * @param scans since statistics began
 * @param options numeric ones that the index was made with
 */
public record IndexFacts(
        String extensionVersion,
        long indexBytes,
        long tableBytes,
        long sharedBuffersBytes,
        long scans,
        Map<String, Double> options) {
    private static final String SQL = """
            /* dbvitals vector report */
            SELECT coalesce((SELECT e.extversion FROM pg_catalog.pg_extension e WHERE e.extname = ?), '') AS version,
                   pg_catalog.pg_relation_size(i.oid) AS index_bytes, pg_catalog.pg_table_size(x.indrelid) AS table_bytes,
                   pg_catalog.pg_size_bytes(pg_catalog.current_setting('shared_buffers')) AS buffers,
                   pg_catalog.pg_stat_get_numscans(i.oid) AS scans,
                   coalesce(pg_catalog.array_to_string(i.reloptions, ','), '') AS options
              FROM pg_catalog.pg_class i
              JOIN pg_catalog.pg_namespace n ON n.oid = i.relnamespace
              JOIN pg_catalog.pg_index x ON x.indexrelid = i.oid
             WHERE n.nspname = ? AND i.relname = ?""";

    /** pgvector's own default where an index was made without. */
    private static final Map<String, Map<String, Double>> DEFAULTS = Map.of(
            "hnsw", Map.of("m", 16.0, "ef_construction", 64.0),
            "ivfflat", Map.of("lists", 100.0));

    public IndexFacts {
        options = Map.copyOf(options);
    }

    static IndexFacts read(VectorIndex index, Transaction transaction) throws CollectException {
        List<String> values =
                List.of(index.extension(), index.name().schema(), index.name().index());
        return transaction.read(SQL, values, rows -> {
            if (!rows.next()) {
                return new IndexFacts("", index.indexBytes(), index.tableBytes(), 0, 0, Map.of());
            }
            return new IndexFacts(
                    rows.text(0),
                    (long) rows.number(1),
                    (long) rows.number(2),
                    (long) rows.number(3),
                    (long) rows.number(4),
                    options(index, rows.text(5)));
        });
    }

    Optional<Double> option(String name) {
        return Optional.ofNullable(options.get(name));
    }

    /** The least that pgvector's graph of that many vectors takes; empty for other kinds of index. */
    Optional<Double> expectedBytes(VectorIndex index) {
        boolean pgvector =
                index.accessMethod().equals("hnsw") && index.extension().equals("vector");
        if (!pgvector || index.dimensions().isEmpty() || index.vectors().isEmpty()) {
            return Optional.empty();
        }
        int dimensions = index.dimensions().get();
        long value = switch (index.type()) {
            case "vector" -> 8 + 4L * dimensions;
            case "halfvec" -> 8 + 2L * dimensions;
            case "bit" -> 8 + (dimensions + 7L) / 8;
            default -> 0;
        };
        // A row of a page: item pointer, the element with its vector, and the neighbours of its lowest layer.
        double each = 72 + aligned(value) + aligned((long) (4 + 12 * option("m").orElse(16.0))) + 8;
        return value == 0
                ? Optional.empty()
                : Optional.of(each * index.vectors().get());
    }

    private static long aligned(long bytes) {
        return (bytes + 7) / 8 * 8;
    }

    private static Map<String, Double> options(VectorIndex index, String text) {
        Map<String, Double> options = new TreeMap<>();
        if (index.extension().equals("vector")) {
            options.putAll(DEFAULTS.getOrDefault(index.accessMethod(), Map.of()));
        }
        for (String option : text.split(",", -1)) {
            int equals = option.indexOf('=');
            if (equals > 0 && option.substring(equals + 1).matches("-?\\d+(\\.\\d+)?")) {
                options.put(option.substring(0, equals), Double.parseDouble(option.substring(equals + 1)));
            }
        }
        return options;
    }
}
