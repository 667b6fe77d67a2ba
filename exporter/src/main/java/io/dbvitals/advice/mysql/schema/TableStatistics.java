package io.dbvitals.advice.mysql.schema;

import io.dbvitals.advice.Advice;
import io.dbvitals.advice.Confidence;
import io.dbvitals.advice.Evidence;
import io.dbvitals.advice.Gain;
import io.dbvitals.advice.Rule;
import io.dbvitals.advice.Severity;
import io.dbvitals.advice.mysql.catalog.CatalogReader;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.Rows;
import io.dbvitals.sql.SqlServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Tables of which many rows have changed since InnoDB last counted them, from {@code information_schema.INNODB_TABLESTATS} (MariaDB:
 * {@code INNODB_SYS_TABLESTATS}), which asks for the right PROCESS and knows the tables in use since the server's start.
 */
public final class TableStatistics {
    private static final double CHANGED_PART = 0.2;
    private static final double FEW_ROWS = 1000;

    /** How InnoDB writes what is no letter of a file's name. */
    private static final Pattern ENCODED = Pattern.compile("@([0-9a-f]{4})");

    private static final String SQL = """
            SELECT s.NAME, s.NUM_ROWS, s.MODIFIED_COUNTER FROM information_schema.%s s
             WHERE s.NUM_ROWS > 0 AND substring_index(s.NAME, '/', 1) IN (%s)
             ORDER BY s.NAME""";

    private TableStatistics() {}

    private record Counted(double rows, double changed) {
        Counted and(Counted other) {
            return new Counted(rows + other.rows, changed + other.changed);
        }
    }

    /** One advice for each such table; partitions count together. */
    public static List<Advice> judge(SqlServer server, boolean mariaDb, Set<String> schemas, Deadline deadline)
            throws CollectException, InterruptedException {
        if (schemas.isEmpty()) {
            return List.of();
        }
        String names = schemas.stream().sorted().map(CatalogReader::quoted).collect(Collectors.joining(", "));
        String sql = SQL.formatted(mariaDb ? "INNODB_SYS_TABLESTATS" : "INNODB_TABLESTATS", names);
        Map<String, Counted> tables = server.read(
                new SqlServer.Statement("statistics of tables", "", sql, Duration.ofSeconds(10), 0),
                deadline,
                TableStatistics::counted);
        List<Advice> advice = new ArrayList<>();
        tables.forEach((table, counted) -> judge(table, counted).ifPresent(advice::add));
        return advice;
    }

    private static Map<String, Counted> counted(Rows rows) throws CollectException {
        Map<String, Counted> tables = new LinkedHashMap<>();
        while (rows.next()) {
            String table = name(rows.text(0));
            tables.merge(table, new Counted(rows.number(1), rows.number(2)), Counted::and);
        }
        return tables;
    }

    /** {@code shop/odd@002dname#P#p0} is {@code shop.odd-name}. */
    static String name(String file) {
        String table = file.replaceFirst("(?i)#p#.*", "").replaceFirst("/", ".");
        return ENCODED.matcher(table)
                .replaceAll(code ->
                        Matcher.quoteReplacement(String.valueOf((char) HexFormat.fromHexDigits(code.group(1)))));
    }

    private static Optional<Advice> judge(String table, Counted counted) {
        double part = counted.changed() / counted.rows();
        if (counted.rows() < FEW_ROWS || part <= CHANGED_PART) {
            return Optional.empty();
        }
        return Optional.of(new Advice(
                Rule.STALE_STATISTICS,
                Severity.LOW,
                Confidence.COUNTER,
                table,
                List.of(
                        new Evidence("rows changed since the statistics", counted.changed(), "rows"),
                        new Evidence("rows", counted.rows(), "rows"),
                        new Evidence("changed", part * 100, "%")),
                Optional.empty(),
                "ANALYZE TABLE " + table + "; InnoDB does so itself after a tenth of the rows has changed, unless"
                        + " innodb_stats_auto_recalc or the table's STATS_AUTO_RECALC is off",
                Gain.of("plans that fit the table"),
                "at most 20 % of its rows have changed since the last ANALYZE"));
    }
}
