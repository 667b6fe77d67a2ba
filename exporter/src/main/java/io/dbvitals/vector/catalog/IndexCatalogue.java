package io.dbvitals.vector.catalog;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.Rows;
import io.dbvitals.sql.SqlServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the vector indexes of a database from {@code pg_index} and {@code pg_amop}; partitioned ones stand there by their partitions. */
public final class IndexCatalogue {
    /**
     * A list of access methods would miss those to come; PostgreSQL's own order by distance too, but not among vectors, and those for
     * texts rank. Only the text of an expression or a condition waits for a lock on its table.
     */
    private static final String SQL = """
            /* dbvitals vector catalogue */
            SELECT n.nspname::pg_catalog.text AS schema, t.relname::pg_catalog.text AS table_name, i.relname::pg_catalog.text AS index_name,
                   coalesce(ta.attname::pg_catalog.text, pg_catalog.pg_get_indexdef(x.indexrelid, k.ord::pg_catalog.int4, true)) AS column_name,
                   coalesce(pg_catalog.quote_ident(ta.attname), pg_catalog.pg_get_indexdef(x.indexrelid, k.ord::pg_catalog.int4, true)) AS expression,
                   pg_catalog.format('%I.%I', n.nspname, t.relname) AS relation,
                   coalesce(pg_catalog.pg_get_expr(x.indpred, x.indrelid), '') AS predicate,
                   am.amname::pg_catalog.text AS access_method, coalesce(e.extname::pg_catalog.text, '') AS extension,
                   ty.typname::pg_catalog.text AS type_name, pg_catalog.quote_ident(tn.nspname) AS type_schema,
                   pg_catalog.format('OPERATOR(%I.%s)', opn.nspname, op.oprname) AS operator,
                   ia.atttypmod AS dimensions, x.indisvalid AND x.indisready AS valid,
                   (pg_catalog.has_table_privilege(t.oid, 'SELECT') OR pg_catalog.has_any_column_privilege(t.oid, 'SELECT'))
                     AND pg_catalog.has_schema_privilege(n.oid, 'USAGE') AS readable,
                   i.reltuples AS vectors, i.relpages * b.size AS index_bytes,
                   (t.relpages + coalesce(toast.relpages, 0)) * b.size AS table_bytes, t.relpages AS blocks,
                   pg_catalog.pg_stat_get_tuples_inserted(t.oid) + pg_catalog.pg_stat_get_tuples_updated(t.oid)
                     + pg_catalog.pg_stat_get_tuples_deleted(t.oid) AS changes,
                   pg_catalog.pg_stat_get_live_tuples(t.oid) AS live_rows, pg_catalog.pg_stat_get_dead_tuples(t.oid) AS dead_rows
              FROM pg_catalog.pg_index x
              JOIN pg_catalog.pg_class i ON i.oid = x.indexrelid AND i.relkind = 'i'
              JOIN pg_catalog.pg_class t ON t.oid = x.indrelid AND t.relpersistence <> 't'
              LEFT JOIN pg_catalog.pg_class toast ON toast.oid = t.reltoastrelid
              JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
              JOIN pg_catalog.pg_am am ON am.oid = i.relam
               AND am.amname NOT IN ('btree', 'hash', 'gist', 'gin', 'spgist', 'brin', 'rum', 'bloom')
              LEFT JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_am'::pg_catalog.regclass AND d.objid = am.oid
               AND d.deptype = 'e' AND d.refclassid = 'pg_catalog.pg_extension'::pg_catalog.regclass
              LEFT JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
             CROSS JOIN LATERAL pg_catalog.unnest(x.indclass::pg_catalog.oid[]) WITH ORDINALITY k(opclass, ord)
              JOIN pg_catalog.pg_opclass oc ON oc.oid = k.opclass
              JOIN pg_catalog.pg_amop ao ON ao.amopfamily = oc.opcfamily AND ao.amoplefttype = oc.opcintype AND ao.amoppurpose = 'o'
              JOIN pg_catalog.pg_operator op ON op.oid = ao.amopopr
              JOIN pg_catalog.pg_namespace opn ON opn.oid = op.oprnamespace
              JOIN pg_catalog.pg_attribute ia ON ia.attrelid = i.oid AND ia.attnum = k.ord
              JOIN pg_catalog.pg_type ty ON ty.oid = ia.atttypid AND ty.typcategory <> 'S'
              JOIN pg_catalog.pg_namespace tn ON tn.oid = ty.typnamespace
              LEFT JOIN pg_catalog.pg_attribute ta ON ta.attrelid = t.oid AND ta.attnum = x.indkey[k.ord - 1] AND ta.attnum > 0
             CROSS JOIN (SELECT pg_catalog.current_setting('block_size')::pg_catalog.int8 AS size) b
             ORDER BY 1, 2, 3""";

    private final SqlServer server;

    public IndexCatalogue(SqlServer server) {
        this.server = server;
    }

    /** All there are now, in the order of their names. */
    public List<VectorIndex> read(String database, Duration timeout, Deadline deadline)
            throws CollectException, InterruptedException {
        SqlServer.Statement statement = new SqlServer.Statement("vector indexes", database, SQL, timeout, 0);
        return server.read(statement, deadline, rows -> {
            List<VectorIndex> indexes = new ArrayList<>();
            while (rows.next()) {
                indexes.add(index(database, rows));
            }
            return indexes;
        });
    }

    private static VectorIndex index(String database, Rows rows) throws CollectException {
        String predicate = rows.text(6);
        int dimensions = (int) rows.number(12);
        double vectors = rows.number(15);
        return new VectorIndex(
                new IndexName(database, rows.text(0), rows.text(1), rows.text(2)),
                rows.text(3),
                rows.text(4),
                rows.text(5),
                predicate.isEmpty() ? Optional.empty() : Optional.of(predicate),
                rows.text(7),
                rows.text(8),
                rows.text(9),
                rows.text(10),
                rows.text(11),
                dimensions > 0 ? Optional.of(dimensions) : Optional.empty(),
                rows.number(13) == 1,
                rows.number(14) == 1,
                vectors < 0 ? Optional.empty() : Optional.of(vectors),
                (long) rows.number(16),
                (long) rows.number(17),
                (long) rows.number(18),
                (long) rows.number(19),
                (long) rows.number(20),
                (long) rows.number(21));
    }
}
