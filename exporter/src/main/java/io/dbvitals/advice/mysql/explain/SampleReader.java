package io.dbvitals.advice.mysql.explain;

import io.dbvitals.advice.mysql.digest.DigestReader;
import io.dbvitals.advice.mysql.digest.DigestTable;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.Rows;
import io.dbvitals.sql.SqlServer;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads one run of each statement: in MySQL from the digests themselves, in MariaDB from the history of statements, which is empty
 * unless its consumers are on. Texts that were cut are left out.
 */
public final class SampleReader {
    /** What to do where MariaDB keeps no samples. */
    public static final String REMEDY =
            "the server keeps no statements with their values, which plans are asked for with: UPDATE"
                    + " performance_schema.setup_consumers SET ENABLED = 'YES' WHERE NAME IN ('events_statements_current',"
                    + " 'events_statements_history', 'events_statements_history_long'), and the same three as"
                    + " performance-schema-consumer-events-statements-… = ON below [mysqld] in my.cnf";

    private static final String FROM_DIGESTS = """
            SELECT coalesce(d.SCHEMA_NAME, ''), d.DIGEST, d.QUERY_SAMPLE_TEXT, 1
              FROM %s d
             WHERE d.DIGEST IS NOT NULL AND d.QUERY_SAMPLE_TEXT IS NOT NULL
               AND length(d.QUERY_SAMPLE_TEXT) < @@global.performance_schema_max_sql_text_length - 3
               AND d.SCHEMA_NAME NOT IN ('performance_schema', 'information_schema', 'mysql', 'sys')""".formatted(DigestTable.NAME);

    private static final String FROM_HISTORY = """
            SELECT coalesce(h.CURRENT_SCHEMA, ''), h.DIGEST, h.SQL_TEXT, coalesce(h.TIMER_WAIT, 0)
              FROM performance_schema.%s h
             WHERE h.DIGEST IS NOT NULL AND h.SQL_TEXT IS NOT NULL
               AND length(h.SQL_TEXT) < @@global.performance_schema_max_sql_text_length - 3
               AND h.SQL_TEXT REGEXP '^[(]*[[:space:]]*(SELECT|WITH|UPDATE|DELETE|/[*])'""";

    private static final String CONSUMERS = """
            SELECT count(*) FROM performance_schema.setup_consumers c
             WHERE c.NAME IN ('events_statements_history', 'events_statements_history_long') AND c.ENABLED = 'YES'
               AND (SELECT max(o.ENABLED) FROM performance_schema.setup_consumers o
                     WHERE o.NAME = 'events_statements_current') = 'YES'""";

    private static final String PREPARED = """
            SELECT coalesce(sum(e.COUNT_STAR), 0) FROM performance_schema.events_statements_summary_global_by_event_name e
             WHERE e.EVENT_NAME = 'statement/com/Execute'""";

    private final SqlServer server;

    public SampleReader(SqlServer server) {
        this.server = server;
    }

    /** Whether the server keeps any. */
    public boolean kept(DigestTable table, Deadline deadline) throws CollectException, InterruptedException {
        return table.has("QUERY_SAMPLE_TEXT")
                || server.read(
                        DigestTable.statement("consumers", CONSUMERS),
                        deadline,
                        rows -> rows.next() && rows.number(0) > 0);
    }

    /** How often prepared statements were run since the server's start, which MariaDB gives to no digest. */
    public double prepared(Deadline deadline) throws CollectException, InterruptedException {
        return server.read(
                DigestTable.statement("prepared statements", PREPARED),
                deadline,
                rows -> rows.next() ? rows.number(0) : 0);
    }

    /** The slowest run of each statement that is still known, by the statement's id. */
    public Map<String, Sample> read(DigestTable table, Deadline deadline)
            throws CollectException, InterruptedException {
        Map<String, Slow> slowest = new HashMap<>();
        if (table.has("QUERY_SAMPLE_TEXT")) {
            take(FROM_DIGESTS, slowest, deadline);
        } else {
            take(FROM_HISTORY.formatted("events_statements_history_long"), slowest, deadline);
            take(FROM_HISTORY.formatted("events_statements_history"), slowest, deadline);
        }
        Map<String, Sample> samples = new HashMap<>();
        slowest.forEach((id, slow) -> samples.put(id, slow.sample()));
        return samples;
    }

    private record Slow(Sample sample, double time) {}

    private void take(String sql, Map<String, Slow> slowest, Deadline deadline)
            throws CollectException, InterruptedException {
        server.read(DigestTable.statement("samples", sql), deadline, rows -> {
            while (rows.next()) {
                take(rows, slowest);
            }
            return sql;
        });
    }

    private static void take(Rows rows, Map<String, Slow> slowest) throws CollectException {
        Slow slow = new Slow(new Sample(rows.text(0), rows.text(2)), rows.number(3));
        slowest.merge(
                DigestReader.id(rows.text(0), rows.text(1)),
                slow,
                (one, other) -> one.time() > other.time() ? one : other);
    }
}
