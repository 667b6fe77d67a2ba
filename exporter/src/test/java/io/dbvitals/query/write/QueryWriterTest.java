package io.dbvitals.query.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.query.Query;
import io.dbvitals.query.load.QueryFile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryWriterTest {
    @TempDir
    Path folder;

    @Test
    void postgresExporter_becomesNative() throws Exception {
        assertThat(convert("""
                pg_shop:
                  query: |
                    SELECT shop, orders
                      FROM shops;
                  cache_seconds: 90
                  runonserver: ">=14"
                  metrics:
                    - shop: {usage: LABEL, description: "Name: of the shop"}
                    - orders: {usage: GAUGE, description: Open orders}
                    - d: {usage: DURATION}
                    - m: {usage: MAPPEDMETRIC, metric_mapping: {"on": 1}}
                    - h: {usage: HISTOGRAM}
                off: {}
                any: {query: SELECT 1 AS x}
                """)).isEqualTo("""
                version: 1
                queries:
                  pg_shop:
                    scope: database
                    undeclared: untyped
                    datname: false
                    lenient: true
                    ttl: 90s
                    timeout: 0s
                    sql:
                      ">=14": |-
                        SELECT shop, orders
                          FROM shops
                    columns:
                      shop: {use: label, help: "Name: of the shop"}
                      orders: {use: gauge, help: Open orders, on_null: nan}
                      d: {use: duration, duration_unit: milliseconds, name: d_milliseconds, on_null: nan}
                      m: {use: map, map: {"on": 1}, on_null: nan}
                      h: {use: histogram, from: arrays, on_null: nan}
                  # off is left out: it has no SQL, which turns a built-in query of that name off;
                  # write its id under queries.disable of dbvitals.yaml instead
                  any:
                    scope: database
                    undeclared: untyped
                    datname: false
                    lenient: true
                    timeout: 0s
                    sql: SELECT 1 AS x
                """);
    }

    @Test
    void cloudNativePg_becomesNative() throws Exception {
        assertThat(convert("""
                wal:
                  query: SELECT 1 AS lag
                  primary: true
                  predicate_query: SELECT true
                  target_databases: ["*"]
                  metrics: [{lag: {usage: GAUGE, name: lag_bytes}}]
                """)).isEqualTo("""
                version: 1
                queries:
                  cnpg_wal:
                    scope: database
                    databases: ["*"]
                    role: primary
                    datname: false
                    exact_columns: true
                    requires:
                      sql:
                        - name: ""
                          sql: SELECT true
                    timeout: 0s
                    sql: SELECT 1 AS lag
                    columns:
                      lag: {use: gauge, name: lag_bytes, on_null: nan}
                """);
    }

    @Test
    void pgExporter_becomesNative() throws Exception {
        assertThat(convert("""
                pg_jobs_13:
                  name: pg_jobs
                  desc: Jobs of the application
                  query: SELECT kind, waiting, spent, age FROM app.jobs;
                  ttl: 10
                  timeout: 0.1
                  min_version: 090400
                  max_version: 100000
                  fatal: true
                  skip: true
                  tags: [cluster, replica, "dbname:app", "username:monitor", "extension:hstore", "schema:app", "not:slow"]
                  predicate_queries: [{name: table exists, predicate_query: SELECT true, ttl: 0.5}]
                  metrics:
                    - kind:    { usage: LABEL, rename: job }
                    - waiting: { usage: GAUGE, default: 0 }
                    - spent:   { usage: COUNTER, scale: 1e-3 }
                    - age:     { usage: HISTOGRAM, bucket: [1, 2.5] }
                """)).isEqualTo("""
                version: 1
                queries:
                  pg_jobs_13:
                    help: Jobs of the application
                    prefix: pg_jobs
                    role: replica
                    enabled: false
                    fatal: true
                    undeclared: ignore
                    datname: false
                    lenient: true
                    requires:
                      extensions:
                        hstore: "*"
                      schemas: [app]
                      tags: ["!slow"]
                      databases: [app]
                      users: [monitor]
                      sql:
                        - name: table exists
                          ttl: 500ms
                          sql: SELECT true
                    ttl: 10s
                    timeout: 100ms
                    sql:
                      ">=9.4 <10": "SELECT kind, waiting, spent, age FROM app.jobs"
                    columns:
                      kind: {use: label, name: job}
                      waiting: {use: gauge, on_null: 0}
                      spent: {use: counter, scale: 0.001, scale_times: false, on_null: nan}
                      age: {use: histogram, from: rows, buckets: [1, 2.5], as_gauges: true}
                """);
    }

    @Test
    void native_survivesTheRound() throws Exception {
        convert("""
                queries:
                  pg_table:
                    help: "Per-table \\"statistics\\": a\\\\b # c"
                    prefix: p
                    engine: [mariadb, mysql]
                    scope: database
                    databases: ["app_*"]
                    override: true
                    priority: 7
                    requires: {extensions: {vector: ">=0.5"}, settings: {"a.b": ["on", "1"]}}
                    ttl: 1500us
                    refresh: background
                    on_error: {stale: 5m}
                    limit: {rows: 5000, top: {by: "?column?", keep: 300}}
                    sql: {">=18": "SELECT 1\\n\\tFROM\\tx", "17": "-- a\\nSELECT 'é\\u0007'", "16": "#1", "15": "a\\nb ", "14": "x\\n\\ny"}
                    columns:
                      "?column?": {use: gauge, name: x, aliases: [y, z], scale: 2, unit: bytes, versions: ">=18", optional: true}
                      v: {use: info, name: v_info, label: version}
                      "null": {use: stateset, states: [a, "no"]}
                      d: {use: duration, on_null: -1.5}
                      r: {use: histogram, buckets: [1e300, 2e300], native: true, temporality: cumulative}
                      n: {use: histogram, native: true, on_null: 1}
                      a: {use: histogram, from: arrays, counts: c, sum: s, count: k, temporality: snapshot}
                      u: {use: untyped, name: ""}
                      t: {use: counter, scale: 10, scale_times: false}
                      g: {use: discard}
                      l: {use: label, on_null: omit}
                """);
        assertThat(QueryWriter.write(List.of())).isEqualTo("version: 1\nqueries: {}\n");
    }

    @Test
    void emptyPrefix_survivesTheRound() throws Exception {
        convert("queries: {a: {prefix: \"\", sql: S, columns: {x: {use: gauge}}}}");
    }

    @Test
    void whatAForeignFileMaySay_itsConvertedFormMaySayToo() throws Exception {
        convert("""
                q: {query: S, metrics: [{server: {usage: LABEL}}, {h: {usage: HISTOGRAM}}, {h_sum: {usage: HISTOGRAM}}]}
                """);
    }

    /** The native text, after it was loaded again and found to be the same queries. */
    private String convert(String text) throws Exception {
        List<Query> before = QueryFile.of(folder, text).load().all();
        String written = QueryWriter.write(before);
        List<Query> after = QueryFile.of(folder, written).load().all();
        assertThat(after)
                .usingRecursiveComparison()
                .withEqualsForType(Double::equals, Double.class)
                .ignoringFieldsMatchingRegexes(".*position")
                .isEqualTo(before.stream()
                        .filter(query -> !query.variants().isEmpty())
                        .toList());
        return written;
    }
}
