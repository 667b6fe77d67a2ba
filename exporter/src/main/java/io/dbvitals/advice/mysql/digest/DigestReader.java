package io.dbvitals.advice.mysql.digest;

import io.dbvitals.advice.Snapshot;
import io.dbvitals.advice.Statement;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.Rows;
import io.dbvitals.sql.ServerFacts;
import io.dbvitals.sql.SqlServer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads {@code performance_schema.events_statements_summary_by_digest}: times are picoseconds there and seconds here. No digest is ever
 * dropped from it but by TRUNCATE and a restart, so the oldest of FIRST_SEEN tells one life of the statistics from the next.
 */
public final class DigestReader {
    /** The id of all that found no place in the table. */
    public static final String UNLISTED_ID = "other";

    private static final Set<String> OWN_SCHEMAS = Set.of("performance_schema", "information_schema", "mysql", "sys");
    private static final int FIXED = 6;

    private static final String STATUS = """
            SHOW GLOBAL STATUS WHERE Variable_name IN ('Performance_schema_digest_lost', 'Com_commit', 'Com_rollback')""";

    private final SqlServer server;

    public DigestReader(SqlServer server) {
        this.server = server;
    }

    /** The columns that are there; throws with the remedy where nothing is counted. */
    public DigestTable table(Deadline deadline) throws CollectException, InterruptedException {
        return DigestTable.read(server, deadline);
    }

    private record Read(List<Statement> statements, double firstSeen, double now, double unlisted) {}

    /** All that is counted now. */
    public Snapshot read(DigestTable table, Deadline deadline) throws CollectException, InterruptedException {
        ServerFacts facts = server.facts(deadline);
        List<String> counted =
                Counters.COLUMNS.keySet().stream().filter(table::has).toList();
        String sql = counted.stream()
                .map(column -> "d." + column)
                .collect(Collectors.joining(", ", """
                        SELECT coalesce(d.SCHEMA_NAME, ''), coalesce(d.DIGEST, ''), coalesce(d.DIGEST_TEXT, ''),
                               unix_timestamp(d.FIRST_SEEN), unix_timestamp(d.LAST_SEEN), unix_timestamp(now(6)),\s""", " FROM " + DigestTable.NAME + " d"));
        try {
            Read read = server.read(DigestTable.statement("digests", sql), deadline, rows -> read(rows, counted));
            Map<String, Double> status = status(deadline);
            status.put(Counters.UNLISTED, read.unlisted());
            String life = facts.startedAt() + "/" + (Double.isNaN(read.firstSeen()) ? "" : read.firstSeen());
            return new Snapshot(
                    instant(read.now()).orElse(Instant.now()),
                    life,
                    instant(read.firstSeen()),
                    read.statements(),
                    status);
        } catch (CollectException e) {
            throw DigestTable.withGrant(e, server.user());
        }
    }

    private static Read read(Rows rows, List<String> counted) throws CollectException {
        List<Statement> statements = new ArrayList<>();
        double firstSeen = Double.NaN;
        double now = Double.NaN;
        double unlisted = 0;
        while (rows.next()) {
            double seen = rows.number(3);
            firstSeen = Double.isNaN(firstSeen) || (seen > 0 && seen < firstSeen) ? seen : firstSeen;
            now = rows.number(5);
            String schema = rows.text(0);
            String text = rows.text(2);
            Map<String, Double> counters = counters(rows, counted);
            if (rows.text(1).isEmpty()) {
                unlisted += counters.getOrDefault(Statement.CALLS, 0.0);
                statements.add(new Statement(
                        UNLISTED_ID, "", "", "(all statements that found no place in the list)", seen + "", counters));
            } else if (!own(schema, text)) {
                statements.add(new Statement(
                        id(schema, rows.text(1)), schema, "", DigestText.tidy(text), String.valueOf(seen), counters));
            }
        }
        return new Read(statements, firstSeen, now, unlisted);
    }

    /** Of the schema and the digest: the same text in two schemas means two statements. */
    public static String id(String schema, String digest) {
        return (schema.isEmpty() ? "-" : schema) + "/" + digest.substring(0, Math.min(16, digest.length()));
    }

    /** What monitors send, this one among them: it looks at the server itself, and nobody would speed it up. */
    private static boolean own(String schema, String text) {
        String upper = text.toUpperCase(Locale.ROOT);
        return OWN_SCHEMAS.contains(schema.toLowerCase(Locale.ROOT))
                || upper.startsWith("EXPLAIN")
                || upper.startsWith("SHOW")
                || upper.startsWith("SET SESSION MAX_STATEMENT_TIME")
                || upper.startsWith("SET SESSION MAX_EXECUTION_TIME")
                || upper.contains("PERFORMANCE_SCHEMA")
                || upper.contains("INFORMATION_SCHEMA")
                || upper.contains("INNODB_TABLE_STATS");
    }

    private static Map<String, Double> counters(Rows rows, List<String> counted) throws CollectException {
        Map<String, Double> counters = new HashMap<>();
        for (int i = 0; i < counted.size(); i++) {
            String column = counted.get(i);
            double value = rows.number(FIXED + i);
            boolean time = column.matches("SUM_(TIMER_WAIT|LOCK_TIME|CPU_TIME)");
            if (!Double.isNaN(value)) {
                counters.put(Counters.COLUMNS.getOrDefault(column, column), time ? value / Counters.PICO : value);
            }
        }
        counters.put(
                Statement.ROWS,
                counters.getOrDefault(Counters.SENT, 0.0) + counters.getOrDefault(Counters.AFFECTED, 0.0));
        return counters;
    }

    private Map<String, Double> status(Deadline deadline) throws CollectException, InterruptedException {
        return server.read(DigestTable.statement("status", STATUS), deadline, rows -> {
            Map<String, Double> status = new HashMap<>();
            while (rows.next()) {
                boolean lost = rows.text(0).equalsIgnoreCase("Performance_schema_digest_lost");
                status.merge(lost ? Counters.LOST : Counters.TRANSACTIONS, rows.number(1), Double::sum);
            }
            return status;
        });
    }

    private static Optional<Instant> instant(double seconds) {
        return seconds > 0 ? Optional.of(Instant.ofEpochMilli(Math.round(seconds * 1000))) : Optional.empty();
    }
}
