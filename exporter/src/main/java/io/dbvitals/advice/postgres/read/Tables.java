package io.dbvitals.advice.postgres.read;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.SqlServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Finds in the catalogs of one database what makes plans bad or writes dear. */
public final class Tables {
    /** Big ones first. {@code waste} is in bytes, or in rows for statistics. */
    private static final String SQL = """
            /* dbvitals advice */ WITH own AS (
              SELECT c.oid, c.relkind, c.relpages, c.reltuples, c.relispartition, n.nspname,
                     pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) AS name
                FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
               WHERE c.relkind IN ('r', 'p', 'm', 'i') AND c.relpersistence <> 't'
                 AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast') AND n.nspname !~ '^pg_'
            ), indexes AS (
              SELECT i.*, x.name, x.relpages, t.name AS of,
                     x.relpages::pg_catalog.float8 * pg_catalog.current_setting('block_size')::pg_catalog.int4 AS bytes,
                     EXISTS (SELECT FROM pg_catalog.pg_constraint o WHERE o.conindid = i.indexrelid) AS bound
                FROM pg_catalog.pg_index i JOIN own x ON x.oid = i.indexrelid JOIN own t ON t.oid = i.indrelid
            ), age AS (
              SELECT pg_catalog.date_part('epoch', pg_catalog.now()
                         - COALESCE(stats_reset, pg_catalog.pg_postmaster_start_time())) AS seconds
                FROM pg_catalog.pg_stat_database WHERE datname = pg_catalog.current_database()
            )
            SELECT 'stale', t.name, t.name, s.n_mod_since_analyze::pg_catalog.float8, s.n_live_tup::pg_catalog.float8
              FROM own t JOIN pg_catalog.pg_stat_user_tables s ON s.relid = t.oid
             WHERE t.relkind = 'r' AND s.n_live_tup >= 1000 AND s.n_mod_since_analyze > 0.2 * s.n_live_tup
                OR t.relkind = 'r' AND s.n_live_tup >= 1000 AND s.last_analyze IS NULL AND s.last_autoanalyze IS NULL
                   AND t.reltuples <= 0
            UNION ALL
            SELECT 'unused', i.name, i.of, i.bytes, age.seconds
              FROM indexes i JOIN pg_catalog.pg_stat_user_indexes s ON s.indexrelid = i.indexrelid CROSS JOIN age
             WHERE s.idx_scan = 0 AND age.seconds >= @unused@ AND i.relpages >= 128 AND i.indisvalid
               AND NOT i.indisunique AND NOT i.indisprimary AND NOT i.indisexclusion AND NOT i.indisreplident AND NOT i.bound
               AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k
                                WHERE k.contype = 'f' AND k.conrelid = i.indrelid AND k.conkey[1] = i.indkey[0])
            UNION ALL
            SELECT 'duplicate', i.name, o.name, i.bytes, 0
              FROM indexes i JOIN indexes o
                ON o.indrelid = i.indrelid AND o.indexrelid <> i.indexrelid AND o.indkey = i.indkey
               AND o.indclass = i.indclass AND o.indcollation = i.indcollation AND o.indoption = i.indoption
               AND o.indnkeyatts = i.indnkeyatts
               AND COALESCE(pg_catalog.pg_get_expr(o.indexprs, o.indrelid), '') = COALESCE(pg_catalog.pg_get_expr(i.indexprs, i.indrelid), '')
               AND COALESCE(pg_catalog.pg_get_expr(o.indpred, o.indrelid), '') = COALESCE(pg_catalog.pg_get_expr(i.indpred, i.indrelid), '')
              JOIN pg_catalog.pg_class ic ON ic.oid = i.indexrelid JOIN pg_catalog.pg_class oc ON oc.oid = o.indexrelid
             WHERE ic.relam = oc.relam AND NOT i.bound AND NOT i.indisreplident AND i.indisvalid AND o.indisvalid
               AND (o.indisunique OR NOT i.indisunique)
               AND (o.bound OR o.indisunique AND NOT i.indisunique OR o.indexrelid < i.indexrelid)
            UNION ALL
            SELECT 'invalid', i.name, i.of, i.bytes, 0
              FROM indexes i
             WHERE NOT i.indisvalid
               AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index p WHERE p.index_relid = i.indexrelid)
               AND NOT EXISTS (SELECT FROM pg_catalog.pg_class p WHERE p.oid = i.indexrelid AND p.relkind = 'I')
            UNION ALL
            SELECT 'keyless', t.name, t.name, t.reltuples, 0
              FROM own t
             WHERE t.relkind = 'r' AND NOT t.relispartition AND t.reltuples >= 1000
               AND NOT EXISTS (SELECT FROM pg_catalog.pg_index p WHERE p.indrelid = t.oid AND p.indisprimary)
             ORDER BY 1, 4 DESC""";

    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private Tables() {}

    /** What is wrong. */
    public enum Kind {
        STALE,
        UNUSED,
        DUPLICATE,
        INVALID,
        KEYLESS
    }

    /**
     * One table or index.
     *
     * @param of the table of an index, the twin of a duplicate one
     * @param size rows that were changed (STALE) or that it has (KEYLESS), bytes of an index
     * @param other rows that it has (STALE), seconds of statistics (UNUSED)
     */
    public record Defect(Kind kind, String name, String of, double size, double other) {}

    /** {@code unusedAfter}: an index that was not used for so long, by statistics as old as that. */
    public static List<Defect> read(SqlServer server, String database, Duration unusedAfter, Deadline deadline)
            throws CollectException, InterruptedException {
        String sql = SQL.replace("@unused@", String.valueOf(unusedAfter.toSeconds()));
        return server.read(new SqlServer.Statement("advice", database, sql, TIMEOUT, 0), deadline, rows -> {
            List<Defect> defects = new ArrayList<>();
            while (rows.next()) {
                defects.add(new Defect(
                        Kind.valueOf(rows.text(0).toUpperCase(Locale.ROOT)),
                        rows.text(1),
                        rows.text(2),
                        rows.number(3),
                        rows.number(4)));
            }
            return defects;
        });
    }
}
