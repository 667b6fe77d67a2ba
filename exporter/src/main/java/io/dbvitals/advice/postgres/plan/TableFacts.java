package io.dbvitals.advice.postgres.plan;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.Transactions.Transaction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the planner knows of a table.
 *
 * @param pages of 8 KiB usually
 * @param rows estimated
 */
public record TableFacts(double pages, double rows, Map<String, ColumnFacts> columns) {
    private static final String SQL = """
            SELECT c.relpages, c.reltuples, a.attname::pg_catalog.text, t.typname::pg_catalog.text,
                   COALESCE(s.n_distinct, 0),
                   EXISTS (SELECT FROM pg_catalog.pg_index i
                            WHERE i.indrelid = c.oid AND i.indisvalid AND i.indpred IS NULL
                              AND i.indkey[0] = a.attnum) AS indexed
              FROM pg_catalog.pg_class c
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
              JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
              LEFT JOIN pg_catalog.pg_stats s
                     ON s.schemaname = n.nspname AND s.tablename = c.relname AND s.attname = a.attname
                    AND NOT s.inherited
             WHERE n.nspname = ? AND c.relname = ?""";

    public TableFacts {
        columns = Map.copyOf(columns);
    }

    /**
     * One column.
     *
     * @param distinct how many values it has, estimated; 0 where it is not known
     * @param indexed whether an index begins with it
     */
    public record ColumnFacts(String type, double distinct, boolean indexed) {
        /** Whether a text compared with it uses its index. */
        public boolean readAsText() {
            return type.equals("varchar") || type.equals("text");
        }
    }

    public Optional<ColumnFacts> column(String name) {
        return Optional.ofNullable(columns.get(name));
    }

    static TableFacts read(Transaction transaction, TableName table) throws CollectException {
        return transaction.read(SQL, List.of(table.schema(), table.table()), rows -> {
            Map<String, ColumnFacts> columns = new HashMap<>();
            double pages = 0;
            double tuples = 0;
            while (rows.next()) {
                pages = rows.number(0);
                tuples = Math.max(0, rows.number(1));
                double distinct = rows.number(4);
                columns.put(
                        rows.text(2),
                        new ColumnFacts(
                                rows.text(3), distinct < 0 ? -distinct * tuples : distinct, rows.number(5) == 1));
            }
            return new TableFacts(pages, tuples, columns);
        });
    }
}
