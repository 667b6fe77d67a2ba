package io.dbvitals.vector.statements;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.Rows;
import io.dbvitals.sql.SqlServer;
import io.dbvitals.vector.statements.Catalogue.Extension;
import io.dbvitals.vector.statements.Catalogue.VectorTable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the tables with vectors of a database, and pg_stat_statements, in its catalogs. */
final class CatalogueReader {
    /**
     * No extension is named: an access method that is none of PostgreSQL's own and orders by an operator is one for vectors, and so is
     * a type that it orders. The rows are written by the server, which knows best how to quote.
     */
    private static final String SQL = """
            /* dbvitals pg_vector_statements */ WITH ordering AS MATERIALIZED (
              SELECT DISTINCT ao.amopfamily AS family, ao.amoplefttype AS type, op.oprname::pg_catalog.text AS operator
                FROM pg_catalog.pg_amop ao
                JOIN pg_catalog.pg_am am ON am.oid = ao.amopmethod
                JOIN pg_catalog.pg_operator op ON op.oid = ao.amopopr
               WHERE ao.amoppurpose = 'o'
                 AND am.amname <> ALL ('{btree,hash,gist,gin,spgist,brin,rum,bloom}')
            ), found AS (
              SELECT x.indrelid AS relation, a.attname::pg_catalog.text AS name, o.operator, true AS indexed
                FROM ordering o
                JOIN pg_catalog.pg_opclass c ON c.opcfamily = o.family AND c.opcintype = o.type
                JOIN (SELECT indexrelid, indrelid, k.class, indkey[k.place - 1] AS key
                        FROM pg_catalog.pg_index,
                             pg_catalog.unnest(indclass::pg_catalog.oid[]) WITH ORDINALITY k (class, place)) x
                  ON x.class = c.oid
                JOIN pg_catalog.pg_depend d
                  ON d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = x.indexrelid
                 AND d.refclassid = d.classid AND d.refobjid = x.indrelid AND (d.refobjsubid = x.key OR x.key = 0)
                JOIN pg_catalog.pg_attribute a ON a.attrelid = x.indrelid AND a.attnum = d.refobjsubid
              UNION ALL
              SELECT a.attrelid, a.attname, o.operator, false
                FROM ordering o
                JOIN pg_catalog.pg_type t ON o.type IN (t.oid, t.typbasetype)
                JOIN pg_catalog.pg_attribute a ON a.atttypid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
               WHERE o.type >= 16384 -- of an extension, as bit is not
            ), tables AS (
              SELECT n.nspname, r.relname,
                     pg_catalog.format(
                         '(%s::pg_catalog.oid, %L, %L, %L::pg_catalog.text[], %L::pg_catalog.text[])',
                         (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()),
                         n.nspname, r.relname, pg_catalog.array_agg(DISTINCT f.name),
                         pg_catalog.array_agg(DISTINCT f.operator)) AS row,
                     pg_catalog.string_agg(DISTINCT f.operator, ' ')
                         FILTER (WHERE f.indexed AND NOT r.relispartition) AS indexed
                FROM found f
                JOIN pg_catalog.pg_class r ON r.oid = f.relation AND r.relkind IN ('r', 'p', 'm', 'f', 'v')
                JOIN pg_catalog.pg_namespace n ON n.oid = r.relnamespace AND n.nspname !~ '^pg_(temp|toast)'
               GROUP BY r.oid, n.nspname, r.relname, r.relispartition, r.relpages
               ORDER BY r.relispartition, pg_catalog.bool_or(f.indexed) DESC, r.relpages DESC, r.oid
               LIMIT 1000
            )
            SELECT 'extension' AS kind, pg_catalog.quote_ident(n.nspname) AS schema, e.extversion AS name, '' AS row,
                   CASE WHEN EXISTS (SELECT FROM pg_catalog.pg_settings WHERE name = 'pg_stat_statements.max')
                        THEN 'loaded' ELSE '' END AS operators
              FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
             WHERE e.extname = 'pg_stat_statements'
            UNION ALL SELECT 'table', nspname, relname, row, indexed FROM tables""";

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private CatalogueReader() {}

    static Catalogue read(SqlServer server, String database, Deadline deadline)
            throws CollectException, InterruptedException {
        return server.read(
                new SqlServer.Statement(StatementCollector.NAME + ", tables of " + database, database, SQL, TIMEOUT, 0),
                deadline,
                CatalogueReader::catalogue);
    }

    private static Catalogue catalogue(Rows rows) throws CollectException {
        Optional<Extension> extension = Optional.empty();
        List<VectorTable> tables = new ArrayList<>();
        while (rows.next()) {
            if (rows.text(0).equals("extension")) {
                extension = Optional.of(
                        new Extension(rows.text(1), rows.text(2), rows.text(4).equals("loaded")));
            } else {
                tables.add(new VectorTable(rows.text(1), rows.text(2), rows.text(3), operators(rows.text(4))));
            }
        }
        return new Catalogue(extension, tables);
    }

    private static List<String> operators(String text) {
        return text.isEmpty() ? List.of() : List.of(text.split(" "));
    }
}
