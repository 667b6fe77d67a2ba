package io.dbvitals.app.check.catalog;

import io.dbvitals.app.check.service.Quantity;
import io.dbvitals.app.check.service.Service;
import io.dbvitals.app.check.service.Source;
import java.util.List;

/** What lies in the databases, and how it is read. Ratios are of what was counted since the statistics were last reset. */
final class Storage {
    /** Of a few thousand blocks no ratio says anything. */
    private static final String HITS = """
            SELECT d.datname::pg_catalog.text AS label,
                   CASE WHEN s.blks_hit + s.blks_read >= 10000
                        THEN 100.0 * s.blks_hit / (s.blks_hit + s.blks_read) END AS value,
                   100 AS max
              FROM pg_catalog.pg_database d JOIN pg_catalog.pg_stat_database s ON s.datid = d.oid
             WHERE d.datallowconn AND NOT d.datistemplate
             ORDER BY 2, 1""";

    private static final String COMMITS = """
            SELECT d.datname::pg_catalog.text AS label,
                   CASE WHEN s.xact_commit + s.xact_rollback >= 1000
                        THEN 100.0 * s.xact_commit / (s.xact_commit + s.xact_rollback) END AS value,
                   100 AS max
              FROM pg_catalog.pg_database d JOIN pg_catalog.pg_stat_database s ON s.datid = d.oid
             WHERE d.datallowconn AND NOT d.datistemplate
             ORDER BY 2, 1""";

    /** A sequence ends with its own largest value or with that of the column that it belongs to: 21 is int2, 23 is int4. */
    private static final String SEQUENCES = """
            WITH q AS (
                SELECT n.nspname, c.relname, s.seqmin, s.seqmax, s.seqincrement, t.most,
                       pg_catalog.has_sequence_privilege(c.oid, 'SELECT, USAGE') AS readable,
                       CASE WHEN pg_catalog.has_sequence_privilege(c.oid, 'SELECT, USAGE')
                            THEN pg_catalog.pg_sequence_last_value(c.oid) END AS last
                  FROM pg_catalog.pg_sequence s
                  JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid
                  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                 CROSS JOIN LATERAL (
                       SELECT pg_catalog.min(CASE a.atttypid WHEN 21 THEN 32767 WHEN 23 THEN 2147483647 END) AS most
                         FROM pg_catalog.pg_depend d
                         JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
                        WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid
                          AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.deptype IN ('a', 'i')) t
                 WHERE NOT s.seqcycle
                   AND (c.relpersistence = 'p' OR (c.relpersistence = 'u' AND NOT pg_catalog.pg_is_in_recovery()))),
            used AS (
                SELECT q.nspname || '.' || q.relname AS name,
                       CASE WHEN q.last IS NULL THEN 0
                            WHEN q.seqincrement > 0
                            THEN 100.0 * (q.last - q.seqmin + 1) / (least(q.seqmax, coalesce(q.most, q.seqmax))::numeric - q.seqmin + 1)
                            ELSE 100.0 * (q.seqmax - q.last + 1) / (q.seqmax::numeric - q.seqmin + 1) END AS value
                  FROM q WHERE q.readable
                 ORDER BY 2 DESC, 1 LIMIT 20)
            SELECT pg_catalog.current_database() || '.' || u.name AS label, u.value, 100 AS max, true AS counts,
                   '' AS unit, '' AS alarm, '' AS note
              FROM used u
            UNION ALL
            SELECT pg_catalog.current_database() || ' unreadable', pg_catalog.count(*), NULL, false, 'n', 'unknown',
                   'GRANT SELECT ON SEQUENCE ' || pg_catalog.min(pg_catalog.quote_ident(q.nspname) || '.'
                                                                 || pg_catalog.quote_ident(q.relname))
                   || CASE WHEN pg_catalog.count(*) > 1 THEN ' and ' || pg_catalog.count(*) - 1 || ' others' ELSE '' END
                   || ' TO ' || pg_catalog.quote_ident(current_user)
              FROM q WHERE NOT q.readable HAVING pg_catalog.count(*) > 0""";

    /** One that is being built is not valid yet. */
    private static final String INVALID = """
            SELECT pg_catalog.current_database()::pg_catalog.text AS label, pg_catalog.count(*) AS value,
                   pg_catalog.left(pg_catalog.string_agg(n.nspname || '.' || c.relname, ', ' ORDER BY n.nspname, c.relname), 1000)
                       AS note
              FROM pg_catalog.pg_index i
              JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
             WHERE NOT i.indisvalid AND c.relkind = 'i'
               AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index p
                                WHERE p.datname = pg_catalog.current_database() AND p.index_relid = i.indexrelid)""";

    private static final String TEMPORARY = """
            SELECT t.spcname::pg_catalog.text AS label, coalesce(pg_catalog.sum(f.size), 0) AS value,
                   pg_catalog.count(f.name) || ' files' AS note
              FROM pg_catalog.pg_tablespace t LEFT JOIN LATERAL pg_catalog.pg_ls_tmpdir(t.oid) f ON true
             WHERE t.spcname <> 'pg_global'
             GROUP BY t.spcname
             ORDER BY 2 DESC, 1""";

    private static final String FORGOTTEN = """
            SELECT 'per_hour' AS label,
                   i.dealloc * 3600.0 / greatest(extract(epoch FROM pg_catalog.now() - i.stats_reset), 3600) AS value,
                   '' AS unit, true AS counts
              FROM {schema}.pg_stat_statements_info i
            UNION ALL
            SELECT 'dealloc', i.dealloc, 'c', false FROM {schema}.pg_stat_statements_info i""";

    private Storage() {}

    static List<Service> all() {
        return List.of(
                Service.sql(
                                Quantity.PERCENT,
                                "Blocks that were found in shared buffers, of each database that has read 10000.",
                                HITS,
                                "hit_ratio")
                        .alerting("90:", "80:")
                        .fineWithout("too little was read to tell"),
                Service.sql(
                                Quantity.PERCENT,
                                "Transactions that were committed, of each database that had 1000.",
                                COMMITS,
                                "commit_ratio")
                        .alerting("90:", "50:")
                        .fineWithout("too few transactions to tell"),
                Service.sql(
                                Quantity.PERCENT,
                                "How much of their range sequences have used, or of that of their column.",
                                SEQUENCES,
                                "sequences_exhausted",
                                "sequence")
                        .inEachDatabase()
                        .alerting("80", "95")
                        .fineWithout("there are no sequences"),
                Service.sql(
                                Quantity.NUMBER,
                                "Indexes that an interrupted CREATE INDEX CONCURRENTLY or REINDEX has left behind.",
                                INVALID,
                                "invalid_indexes")
                        .inEachDatabase()
                        .ofAllSessions()
                        .alerting("", "0"),
                Service.sql(
                                Quantity.BYTES,
                                "Temporary files of the statements that run now, by tablespace.",
                                TEMPORARY,
                                "temp_files")
                        .alerting("5GB", "20GB"),
                Service.of(
                                Quantity.NUMBER,
                                "Statements that pg_stat_statements forgot for want of room, in an hour; from PostgreSQL 14.",
                                new Source.Sql(
                                        List.of(new Source.Variant(14, FORGOTTEN)), false, false, "pg_stat_statements"),
                                "pgss_dealloc")
                        .alerting("10", ""));
    }
}
