package io.dbvitals.query.load.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.query.Column;
import io.dbvitals.query.Column.OnNull;
import io.dbvitals.query.Column.Use;
import io.dbvitals.query.Query;
import io.dbvitals.query.Query.Limit;
import io.dbvitals.query.Query.Role;
import io.dbvitals.query.Query.Scope;
import io.dbvitals.query.Query.Traits;
import io.dbvitals.query.Query.Undeclared;
import io.dbvitals.query.Requires.Predicate;
import io.dbvitals.query.VersionRange;
import io.dbvitals.query.load.QueryFile;
import io.dbvitals.sql.Engine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeFormatTest {
    @TempDir
    Path folder;

    @Test
    void everyKey_isRead() throws Exception {
        Query query = QueryFile.of(folder, """
                version: 1
                queries:
                  pg_table:
                    help: Per-table statistics
                    prefix: pg_tab
                    engine: [postgres, mysql]
                    scope: database
                    databases: ["app_*"]
                    role: primary
                    enabled: false
                    override: true
                    fatal: true
                    priority: 7
                    undeclared: ignore
                    datname: false
                    lenient: true
                    exact_columns: true
                    requires:
                      extensions: {vector: ">=0.5", hstore: "*"}
                      schemas: [app]
                      settings: {track_io_timing: "on", wal_level: [replica, logical]}
                      tags: [prod, "!canary"]
                      databases: [app]
                      users: [monitor]
                      sql:
                        - SELECT true;
                        - {name: jobs, sql: SELECT false, ttl: 1m}
                    ttl: 60s
                    timeout: 1500ms
                    refresh: background
                    on_error: {stale: 5m}
                    limit: {rows: 5000, series: 2000, top: {by: dead, keep: 300}, label_length: 120}
                    sql:
                      ">=18": SELECT 1 ;
                      ">=13 <18": SELECT 2
                    columns:
                      schemaname: {use: label, name: schema}
                      dead: {use: gauge, name: dead_tuples, help: Dead rows, on_null: nan, unit: rows, optional: true}
                      scans: {use: counter, name: scans_total, aliases: [scans], scale: 0.5, versions: ">=18"}
                """).only();

        assertThat(query.id()).isEqualTo("pg_table");
        assertThat(query.position().line()).isEqualTo(3);
        assertThat(query.help()).isEqualTo("Per-table statistics");
        assertThat(query.prefix()).isEqualTo("pg_tab");
        assertThat(query.engines()).isEqualTo(Set.of(Engine.POSTGRES, Engine.MYSQL));
        assertThat(query.scope()).isEqualTo(Scope.DATABASE);
        assertThat(query.databases()).containsExactly("app_*");
        assertThat(query.role()).isEqualTo(Role.PRIMARY);
        assertThat(query.enabled()).isFalse();
        assertThat(query.override()).isTrue();
        assertThat(query.fatal()).isTrue();
        assertThat(query.priority()).isEqualTo(7);
        assertThat(query.traits()).isEqualTo(new Traits(Undeclared.IGNORE, false, true, true, true));
        assertThat(query.requires().extensions())
                .isEqualTo(Map.of("vector", range(">=0.5"), "hstore", VersionRange.ANY));
        assertThat(query.requires().schemas()).containsExactly("app");
        assertThat(query.requires().settings())
                .isEqualTo(Map.of("track_io_timing", List.of("on"), "wal_level", List.of("replica", "logical")));
        assertThat(query.requires().tags()).containsExactly("prod", "!canary");
        assertThat(query.requires().databases()).containsExactly("app");
        assertThat(query.requires().users()).containsExactly("monitor");
        assertThat(query.requires().predicates())
                .containsExactly(
                        new Predicate("", "SELECT true", Duration.ZERO),
                        new Predicate("jobs", "SELECT false", Duration.ofMinutes(1)));
        assertThat(query.ttl()).isEqualTo(Duration.ofSeconds(60));
        assertThat(query.timeout()).isEqualTo(Duration.ofMillis(1500));
        assertThat(query.background()).isTrue();
        assertThat(query.staleFor()).isEqualTo(Duration.ofMinutes(5));
        assertThat(query.limit()).isEqualTo(new Limit(5000, 2000, Optional.of("dead"), 300, 120));
        assertThat(query.variants())
                .containsExactly(
                        new Query.Variant(range(">=18"), "SELECT 1"), new Query.Variant(range(">=13 <18"), "SELECT 2"));
        Column dead = query.columns().get(1);
        assertThat(dead.name()).isEqualTo("dead_tuples");
        assertThat(dead.help()).isEqualTo("Dead rows");
        assertThat(dead.unit()).isEqualTo("rows");
        assertThat(dead.onNull()).isEqualTo(new OnNull.Value(Double.NaN));
        assertThat(dead.optional()).isTrue();
        Column scans = query.columns().get(2);
        assertThat(scans.aliases()).containsExactly("scans");
        assertThat(scans.scale()).isEqualTo(0.5);
        assertThat(scans.scaleTimesAndBooleans()).isTrue();
        assertThat(scans.versions()).isEqualTo(range(">=18"));
    }

    @Test
    void defaults_fillWhatAQueryLeavesOut() throws Exception {
        List<Query> queries = QueryFile.of(folder, """
                defaults: {timeout: 5s, ttl: 1m, role: replica, limit: {rows: 10}, requires: {tags: [prod]}}
                queries:
                  a: {sql: SELECT 1 AS x, columns: {x: {use: gauge}}}
                  b: {sql: SELECT 1 AS x, ttl: 2s, limit: {series: 20}, columns: {x: {use: gauge}}}
                """).load().all();

        assertThat(queries).extracting(Query::timeout).containsOnly(Duration.ofSeconds(5));
        assertThat(queries).extracting(Query::role).containsOnly(Role.REPLICA);
        assertThat(queries).extracting(Query::ttl).containsExactly(Duration.ofMinutes(1), Duration.ofSeconds(2));
        assertThat(queries.get(1).limit().rows()).isEqualTo(10);
        assertThat(queries.get(1).limit().series()).isEqualTo(20);
        assertThat(queries.get(0).requires().tags()).containsExactly("prod");
    }

    @Test
    void whatIsNotSaid_hasTheDocumentedDefault() throws Exception {
        Query query = QueryFile.of(folder, """
                queries:
                  a: {sql: "SELECT 1 AS x;", columns: {x: {use: gauge}}}
                """).only();

        assertThat(query.prefix()).isEqualTo("a");
        assertThat(query.engines()).isEqualTo(Set.of(Engine.POSTGRES));
        assertThat(query.scope()).isEqualTo(Scope.SERVER);
        assertThat(query.role()).isEqualTo(Role.ANY);
        assertThat(query.timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(query.ttl()).isZero();
        assertThat(query.traits()).isEqualTo(Traits.NATIVE);
        assertThat(query.limit()).isEqualTo(Limit.DEFAULT);
        assertThat(query.variants().get(0).sql()).isEqualTo("SELECT 1 AS x");
        assertThat(query.columns().get(0).onNull()).isEqualTo(new OnNull.Skip());
    }

    @Test
    void everyUse_isRead() throws Exception {
        List<Column> columns = QueryFile.of(folder, """
                queries:
                  pg:
                    sql: SELECT 1
                    columns:
                      version: {use: info, name: build_info, label: ver}
                      short: {use: info, name: build_info}
                      state: {use: stateset, states: [a, b]}
                      fsync: {use: map, map: {"on": 1, "off": 0}, on_null: -1}
                      lag: {use: duration}
                      old: {use: duration, duration_unit: milliseconds}
                      raw: {use: untyped}
                      gone: {use: discard}
                      age: {use: histogram, from: rows, buckets: [1, 2.5], native: true, temporality: cumulative}
                      size: {use: histogram, buckets: [1], as_gauges: true}
                      lat: {use: histogram, from: arrays}
                      dur: {use: histogram, from: arrays, counts: c, sum: s, count: n, temporality: snapshot}
                """).only().columns();

        assertThat(columns)
                .extracting(Column::use)
                .containsExactly(
                        new Use.Info("ver"),
                        new Use.Info("short"),
                        new Use.StateSet(List.of("a", "b")),
                        new Use.MapText(Map.of("on", 1.0, "off", 0.0)),
                        new Use.DurationText(1, 1000, false),
                        new Use.DurationText(1000, 1000, true),
                        new Use.Untyped(),
                        new Use.Discard(),
                        new Use.RowHistogram(List.of(1.0, 2.5), true, true, false),
                        new Use.RowHistogram(List.of(1.0), false, false, true),
                        new Use.ArrayHistogram("lat_bucket", "lat_sum", "lat_count", true),
                        new Use.ArrayHistogram("c", "s", "n", false));
        assertThat(columns.get(3).onNull()).isEqualTo(new OnNull.Value(-1));
    }

    @Test
    void mistakesInAQuery_areToldWithTheirPlace() throws Exception {
        assertThat(QueryFile.of(folder, """
                version: 2
                queries:
                  a:
                    sqll: SELECT 1
                    engine: postgress
                    databases: [x]
                    refresh: background
                    on_error: stale
                    limit: {rows: 0, top: {by: zz}}
                    columns: {x: {use: gauge}}
                  b: {sql: ";", columns: {x: {use: label}}}
                  c: {sql: {">=y": SELECT 1, "16": }}
                """).mistakes()).isEqualTo("""
                q.yaml:1:10: version 2 of the query format is unknown; 1 is the only one
                q.yaml:3:3: the query "a" has no "sql"
                q.yaml:3:3: "limit.top.by" names the column "zz", which the query "a" does not declare (did you mean "x"?)
                q.yaml:4:5: unknown key "sqll" (did you mean "sql"?); known here: columns, databases, datname, enabled, engine, exact_columns, fatal, help, lenient, limit, on_error, override, prefix, priority, refresh, requires, role, scope, sql, timeout, ttl, undeclared
                q.yaml:5:13: "engine" cannot be "postgress" (did you mean "postgres"?); it is one of postgres, mysql, mariadb, pgbouncer
                q.yaml:6:16: "databases" needs "scope: database"
                q.yaml:7:14: "refresh: background" needs a "ttl": how often to read
                q.yaml:8:15: "on_error" must be drop or {stale: 5m}, not "stale"
                q.yaml:9:19: "rows" must be 1 or more, not 0
                q.yaml:9:27: "keep" is missing: how many rows to keep
                q.yaml:11:3: the query "b" has no column that becomes a metric; labels alone show nothing
                q.yaml:11:12: "sql" is empty
                q.yaml:12:3: the query "c" has no "columns"; every column of its result must be named
                q.yaml:12:13: ">=y" is no version range; write for example ">=13 <18", "16" or "*"
                q.yaml:12:35: the SQL for "16" is empty""");
    }

    @Test
    void mistakesInAColumn_areToldWithTheirPlace() throws Exception {
        assertThat(QueryFile.of(folder, """
                queries:
                  q:
                    sql: SELECT 1
                    columns:
                      a: {use: gage}
                      b: {name: b}
                      c: {use: gauge, name: "a-b"}
                      d: {use: gauge, scale: 0}
                      e: {use: gauge, on_null: null_value}
                      f: {use: map}
                      g: {use: stateset}
                      h: {use: histogram, buckets: [2, 1, x, .inf]}
                      i: {use: histogram}
                      j: {use: info}
                      k: {use: gauge, name: d}
                      l: {use: label, name: le}
                      m: {use: label, name: __m}
                      n: {use: label, name: server}
                      o: {use: label, name: m-n}
                      p: {use: label, name: p, bucket: 1}
                      r: {use: label, name: p}
                      s: {use: gauge, versions: new}
                      t: {use: gauge, on_null: omit}
                """).mistakes()).isEqualTo("""
                q.yaml:5:16: "use" cannot be "gage" (did you mean "gauge"?); it is one of label, gauge, counter, histogram, info, stateset, map, duration, untyped, discard
                q.yaml:6:7: the column "b" has no "use"; say label, gauge, counter, … or discard
                q.yaml:7:7: "q_a-b" is no metric name: letters, digits, _ and : only, no digit first
                q.yaml:8:30: "scale" must be a finite number other than 0
                q.yaml:9:32: "on_null" must be skip, omit, nan or a number, not "null_value"
                q.yaml:10:7: the column "f" needs "map: {"text": number}"
                q.yaml:11:7: the stateset "g" needs "states: [a, b]"
                q.yaml:12:40: the buckets must increase: 1 is not larger
                q.yaml:12:43: a bucket's upper bound must be a finite number, not "x"; +Inf is added by itself
                q.yaml:12:46: a bucket's upper bound must be a finite number, not ".inf"; +Inf is added by itself
                q.yaml:13:7: the histogram "i" needs "buckets: [1, 10]" or "native: true"
                q.yaml:14:7: the info metric "q_j" must end in _info
                q.yaml:15:7: the metric "q_d" is already given by column "d" at line 8
                q.yaml:16:7: the label "le" belongs to the buckets of the histogram; rename it
                q.yaml:17:7: "__m" is no label name: letters, digits and _ only, no digit and no __ first
                q.yaml:18:7: the label "server" is set by dbvitals itself; give the column another name
                q.yaml:19:7: "m-n" is no label name: letters, digits and _ only, no digit and no __ first
                q.yaml:20:32: unknown key "bucket"; known here: aliases, help, name, on_null, optional, scale, scale_times, unit, use, versions
                q.yaml:21:7: the label "p" is already given by column "p" at line 20
                q.yaml:22:33: "new" is no version range; write for example ">=13 <18", "16" or "*"
                q.yaml:23:32: "on_null: omit" is for labels only""");
    }

    @Test
    void mistakesInTheFile_areToldWithTheirPlace() throws Exception {
        assertThat(QueryFile.of(folder, "defaults: {ttl: soon, colour: red}\nqueries: {a: [1]}\n")
                        .mistakes())
                .isEqualTo("""
                q.yaml:1:17: "ttl" must be a duration such as 500ms, 10s or 5m, not "soon"
                q.yaml:1:23: unknown key "colour"; known here: engine, limit, on_error, refresh, requires, role, timeout, ttl
                q.yaml:2:11: the query "a" has no "sql"
                q.yaml:2:11: the query "a" has no "columns"; every column of its result must be named
                q.yaml:2:14: the query "a" must be a mapping (key: value), not a list""");
        assertThat(QueryFile.of(folder, "version: 1\n").mistakes())
                .isEqualTo("q.yaml:1:1: \"queries\" is missing; it holds the queries by their id");
        assertThat(QueryFile.of(
                                folder,
                                "queries: {\"\": {sql: S, columns: {a: {use: gauge}}}, b: {requires: {sql: ;, x: 1}}}\n")
                        .mistakes())
                .contains("q.yaml:1:11: a query needs an id")
                .contains("\"requires.sql\" is empty")
                .contains("unknown key \"x\"");
    }

    @Test
    void companionsOfAnArrayHistogram_areDeclaredByIt() throws Exception {
        assertThat(QueryFile.of(folder, """
                queries:
                  q:
                    sql: SELECT 1
                    limit: {top: {by: h_count, keep: 5}}
                    columns:
                      h: {use: histogram, from: arrays}
                """).mistakes()).isEmpty();
        assertThat(QueryFile.of(folder, """
                queries:
                  q:
                    sql: SELECT 1
                    columns:
                      h: {use: histogram, from: arrays}
                      h_sum: {use: gauge}
                """).mistakes())
                .isEqualTo("q.yaml:6:7: the metric \"q_h_sum\" is already given by column \"h\" at line 5");
    }

    @Test
    void columnsOfDisjointVersions_mayShareAName() throws Exception {
        assertThat(QueryFile.of(folder, """
                queries:
                  q:
                    sql: SELECT 1
                    columns:
                      old: {use: gauge, name: x, versions: "<17"}
                      new: {use: gauge, name: x, versions: ">=17"}
                """).mistakes()).isEmpty();
    }

    private static VersionRange range(String text) {
        return VersionRange.parse(text).orElseThrow();
    }
}
