package io.dbvitals.vector.statements;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Reason;
import io.dbvitals.sql.Rows;
import io.dbvitals.sql.SqlServer;
import io.dbvitals.vector.statements.Catalogue.Extension;
import io.dbvitals.vector.statements.Catalogue.VectorTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads the statements that search tables for nearest vectors from pg_stat_statements, once for all databases. Their texts are
 * looked at by the server and stay there: they may hold whole vectors.
 */
final class StatementReader {
    /**
     * Without comments and literals, a search is a SELECT that sorts and limits, and in which the table, one of its columns of vectors
     * and the operator occur anywhere: the distance is as often in the target list as in ORDER BY. Where several schemas have the
     * table and a statement does not say which, it is that of public, or none.
     */
    private static final String SQL = """
            /* dbvitals pg_vector_statements */ WITH searched (dbid, schema, relname, columns, operators) AS (VALUES
            @searched@
            ), tables AS MATERIALIZED (
              SELECT *, pg_catalog.count(*) OVER same > 1 AS ambiguous,
                     CASE WHEN pg_catalog.bool_or(schema = 'public') OVER same THEN 'public' ELSE '' END AS home
                FROM searched WINDOW same AS (PARTITION BY dbid, relname)
            ), names AS MATERIALIZED (
              SELECT name, plain, quoted, '(^|[^[:alnum:]_$"])' || escaped || '($|[^[:alnum:]_$"])' AS word,
                     CASE WHEN plain THEN '("' || escaped || '"|' || escaped || ')' ELSE '"' || escaped || '"' END AS pattern
                FROM (SELECT name, '"' || pg_catalog.replace(name, '"', '""') || '"' AS quoted,
                             pg_catalog.regexp_replace(
                                 pg_catalog.replace(name, '"', '""'), '([^[:alnum:]])', '\\\\\\1', 'g') AS escaped,
                             name ~ '^[[:alpha:]_][[:alnum:]_$]*$' AND name = pg_catalog.lower(name)
                             AND name NOT IN (SELECT word FROM pg_catalog.pg_get_keywords()
                                               WHERE catcode IN ('R', 'T')) AS plain
                        FROM (SELECT schema FROM searched UNION SELECT relname FROM searched
                              UNION SELECT pg_catalog.unnest(columns) FROM searched) n (name)) n
            ), operators AS MATERIALIZED (
              SELECT operator, '(^|[^-+*/<>=~!@#%^&|`?])' || pg_catalog.regexp_replace(operator, '(.)', '\\\\\\1', 'g')
                               || '($|[^-+*/<>=~!@#%^&|`?])' AS pattern
                FROM (SELECT DISTINCT pg_catalog.unnest(operators) FROM searched) o (operator)
            ), read AS MATERIALIZED (
              SELECT userid, dbid, queryid, @toplevel@ AS toplevel, calls, @time@ AS milliseconds, rows, shared_blks_hit,
                     shared_blks_read, @since@ AS since,
                     pg_catalog.regexp_replace(
                         query, '("(?:[^"]|"")*")|/\\*(?:[^*]|\\*+[^*/])*\\*+/|--[^\\n]*|''[^'']*''', '\\1 ', 'g') AS text
                FROM @schema@.pg_stat_statements(true)
               WHERE dbid IN (SELECT dbid FROM searched)
                 AND userid <> (SELECT oid FROM pg_catalog.pg_roles WHERE rolname = CURRENT_USER)
                 AND (queryid IS NULL
                      OR EXISTS (SELECT FROM operators WHERE pg_catalog.strpos(query, operator) > 0)
                         AND query ~* '\\morder\\M')
            ), statements AS MATERIALIZED (
              SELECT *, userid || ' ' || dbid || ' ' || queryid || ' ' || toplevel AS statement
                FROM read
               WHERE queryid IS NOT NULL
                 AND text ~* '^[\\s(]*(select|with|prepare)\\M.*\\morder\\s+by\\M.*\\m(limit|fetch\\s+(first|next))\\M'
            ), occurring AS MATERIALIZED (
              SELECT s.statement, n.name
                FROM statements s
                JOIN names n ON pg_catalog.strpos(s.text, n.quoted) > 0
                             OR n.plain AND pg_catalog.strpos(pg_catalog.lower(s.text), n.name) > 0 AND s.text ~* n.word
            ), matched AS (
              SELECT s.*, t.schema, t.relname, t.ambiguous, t.home, o.operator,
                     t.ambiguous AND s.text ~* ('(^|[^[:alnum:]_$".])' || ns.pattern || '\\s*\\.\\s*' || nt.pattern
                                                || '($|[^[:alnum:]_$"])') AS qualified
                FROM statements s
                JOIN occurring c ON c.statement = s.statement
                JOIN tables t ON t.dbid = s.dbid AND t.relname = c.name
                JOIN names ns ON ns.name = t.schema
                JOIN names nt ON nt.name = t.relname
                JOIN operators o ON o.operator = ANY (t.operators) AND s.text ~ o.pattern
               WHERE EXISTS (SELECT FROM occurring a WHERE a.statement = s.statement AND a.name = ANY (t.columns))
            ), told AS (
              SELECT *, pg_catalog.bool_or(qualified) OVER (PARTITION BY statement, relname, operator) AS told FROM matched
            )
            SELECT DISTINCT m.statement, d.datname::pg_catalog.text, m.relname,
                   CASE WHEN m.qualified OR NOT m.ambiguous THEN m.schema ELSE m.home END AS schema, m.operator,
                   m.since::pg_catalog.text, m.calls, m.milliseconds, m.rows, m.shared_blks_hit, m.shared_blks_read
              FROM told m JOIN pg_catalog.pg_database d ON d.oid = m.dbid
             WHERE NOT m.ambiguous OR m.qualified OR NOT m.told
            UNION ALL SELECT 'hidden', '', '', '', '', '', 0, 0, 0, 0, 0 WHERE EXISTS (SELECT FROM read WHERE queryid IS NULL)""";

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** Of statements and the tables they search: more than a server is configured to remember, and less than the memory. */
    private static final int MOST_ROWS = 100_000;

    private StatementReader() {}

    /** {@code database} is one that has {@code extension}; {@code tables} may be of any. */
    static List<Counted> read(
            SqlServer server, String database, Extension extension, List<VectorTable> tables, Deadline deadline)
            throws CollectException, InterruptedException {
        return server.read(
                new SqlServer.Statement(
                        StatementCollector.NAME, database, sql(extension, tables), TIMEOUT, MOST_ROWS + 1),
                deadline,
                StatementReader::counted);
    }

    private static String sql(Extension extension, List<VectorTable> tables) {
        // What a table is called is put in last: it may hold anything.
        return SQL.replace("@schema@", extension.schema())
                .replace("@toplevel@", since(extension, 9) ? "toplevel" : "true")
                .replace("@time@", since(extension, 8) ? "total_exec_time" : "total_time")
                .replace(
                        "@since@",
                        since(extension, 11)
                                ? "stats_since"
                                : since(extension, 9)
                                        ? "(SELECT stats_reset FROM " + extension.schema()
                                                + ".pg_stat_statements_info())"
                                        : "''")
                .replace("@searched@", tables.stream().map(VectorTable::row).collect(Collectors.joining(",\n")));
    }

    /** Whether the extension is {@code 1.minor} or newer. */
    private static boolean since(Extension extension, int minor) {
        String[] parts = extension.version().split("\\.", -1);
        return !parts[0].equals("1") || Integer.parseInt(parts[1]) >= minor;
    }

    private static List<Counted> counted(Rows rows) throws CollectException {
        List<Counted> counted = new ArrayList<>();
        while (rows.next()) {
            if (rows.text(0).equals("hidden")) {
                throw new CollectException(
                        Reason.DENIED,
                        "pg_stat_statements hides the statements of other roles;"
                                + " GRANT pg_monitor (or pg_read_all_stats) TO the monitoring user");
            }
            if (counted.size() == MOST_ROWS) {
                throw new CollectException(
                        Reason.BAD_DATA,
                        "pg_stat_statements holds more than " + MOST_ROWS
                                + " searches for vectors; lower pg_stat_statements.max");
            }
            counted.add(new Counted(
                    rows.text(0),
                    new Search(rows.text(1), rows.text(3), rows.text(2), rows.text(4)),
                    rows.text(5),
                    new Figures(
                            rows.number(6), rows.number(7) / 1e3, rows.number(8), rows.number(9), rows.number(10))));
        }
        return counted;
    }
}
