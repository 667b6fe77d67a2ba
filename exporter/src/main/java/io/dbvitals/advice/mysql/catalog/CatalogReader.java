package io.dbvitals.advice.mysql.catalog;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.Rows;
import io.dbvitals.sql.SqlServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads {@code information_schema}: tables, columns, indexes and foreign keys of some schemas. */
public final class CatalogReader {
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int MOST = 200_000;

    private static final String TABLES = """
            SELECT t.TABLE_SCHEMA, t.TABLE_NAME, coalesce(t.ENGINE, ''), coalesce(t.TABLE_ROWS, 0)
              FROM information_schema.TABLES t
             WHERE t.TABLE_TYPE = 'BASE TABLE' AND t.TABLE_SCHEMA IN (%s)""";

    private static final String COLUMNS = """
            SELECT c.TABLE_SCHEMA, c.TABLE_NAME, lower(c.COLUMN_NAME), lower(c.DATA_TYPE), c.IS_NULLABLE = 'YES'
              FROM information_schema.COLUMNS c WHERE c.TABLE_SCHEMA IN (%s)""";

    private static final String INDEXES = """
            SELECT s.TABLE_SCHEMA, s.TABLE_NAME, s.INDEX_NAME, s.NON_UNIQUE, s.INDEX_TYPE,
                   concat(lower(coalesce(s.COLUMN_NAME, '(expression)')), coalesce(concat('(', s.SUB_PART, ')'), ''))
              FROM information_schema.STATISTICS s WHERE s.TABLE_SCHEMA IN (%s)
             ORDER BY s.TABLE_SCHEMA, s.TABLE_NAME, s.INDEX_NAME, s.SEQ_IN_INDEX""";

    private static final String FOREIGN_KEYS = """
            SELECT k.TABLE_SCHEMA, k.TABLE_NAME, k.CONSTRAINT_NAME, lower(k.COLUMN_NAME)
              FROM information_schema.KEY_COLUMN_USAGE k
             WHERE k.REFERENCED_TABLE_NAME IS NOT NULL AND k.TABLE_SCHEMA IN (%s)
             ORDER BY k.TABLE_SCHEMA, k.TABLE_NAME, k.CONSTRAINT_NAME, k.ORDINAL_POSITION""";

    private final SqlServer server;

    public CatalogReader(SqlServer server) {
        this.server = server;
    }

    private record Key(String schema, String table) {}

    private record Named(String schema, String table, String name) {}

    /** Of these schemas what the user may see. */
    public Catalog read(Set<String> schemas, Deadline deadline) throws CollectException, InterruptedException {
        if (schemas.isEmpty()) {
            return new Catalog(List.of());
        }
        String names = schemas.stream().sorted().map(CatalogReader::quoted).collect(Collectors.joining(", "));
        Map<Key, Map<String, String>> columns = new HashMap<>();
        Map<Key, List<String>> nullable = new HashMap<>();
        each("columns", COLUMNS.formatted(names), deadline, rows -> {
            columns.computeIfAbsent(key(rows), key -> new TreeMap<>()).put(rows.text(2), rows.text(3));
            if (rows.number(4) == 1) {
                nullable.computeIfAbsent(key(rows), key -> new ArrayList<>()).add(rows.text(2));
            }
        });
        Map<Key, List<Index>> indexes = indexes(names, deadline);
        Map<Key, List<List<String>>> foreignKeys = foreignKeys(names, deadline);
        List<Table> tables = new ArrayList<>();
        each("tables", TABLES.formatted(names), deadline, rows -> {
            Key key = key(rows);
            tables.add(new Table(
                    key.schema(),
                    key.table(),
                    rows.text(2),
                    rows.number(3),
                    columns.getOrDefault(key, Map.of()),
                    nullable.getOrDefault(key, List.of()),
                    indexes.getOrDefault(key, List.of()),
                    foreignKeys.getOrDefault(key, List.of())));
        });
        return new Catalog(tables);
    }

    private Map<Key, List<Index>> indexes(String names, Deadline deadline)
            throws CollectException, InterruptedException {
        Map<Named, Index> read = new LinkedHashMap<>();
        each("indexes", INDEXES.formatted(names), deadline, rows -> {
            Named named = new Named(rows.text(0), rows.text(1), rows.text(2));
            Index begun = read.get(named);
            List<String> parts = new ArrayList<>(begun == null ? List.of() : begun.parts());
            parts.add(rows.text(5));
            read.put(
                    named,
                    new Index(named.name(), rows.number(3) == 0, rows.text(4).toUpperCase(Locale.ROOT), parts));
        });
        return grouped(read);
    }

    private Map<Key, List<List<String>>> foreignKeys(String names, Deadline deadline)
            throws CollectException, InterruptedException {
        Map<Named, List<String>> read = new LinkedHashMap<>();
        each(
                "foreign keys",
                FOREIGN_KEYS.formatted(names),
                deadline,
                rows -> read.computeIfAbsent(
                                new Named(rows.text(0), rows.text(1), rows.text(2)), key -> new ArrayList<>())
                        .add(rows.text(3)));
        return grouped(read);
    }

    private static <T> Map<Key, List<T>> grouped(Map<Named, T> read) {
        Map<Key, List<T>> grouped = new HashMap<>();
        read.forEach((named, value) -> grouped.computeIfAbsent(
                        new Key(named.schema(), named.table()), key -> new ArrayList<>())
                .add(value));
        return grouped;
    }

    private static Key key(Rows rows) throws CollectException {
        return new Key(rows.text(0), rows.text(1));
    }

    /** Takes the row at which the result stands. */
    interface Row {
        void take(Rows rows) throws CollectException;
    }

    private void each(String name, String sql, Deadline deadline, Row row)
            throws CollectException, InterruptedException {
        server.read(new SqlServer.Statement("advice: " + name, "", sql, TIMEOUT, MOST), deadline, rows -> {
            while (rows.next()) {
                row.take(rows);
            }
            return name;
        });
    }

    /** As a text of SQL, whatever the name holds and whatever the server takes a backslash for. */
    public static String quoted(String name) {
        return "_utf8mb4 0x" + HexFormat.of().formatHex(name.getBytes(StandardCharsets.UTF_8));
    }
}
