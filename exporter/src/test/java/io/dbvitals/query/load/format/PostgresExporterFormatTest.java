package io.dbvitals.query.load.format;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.query.Column;
import io.dbvitals.query.Column.OnNull;
import io.dbvitals.query.Column.Use;
import io.dbvitals.query.Query;
import io.dbvitals.query.Query.Role;
import io.dbvitals.query.Query.Scope;
import io.dbvitals.query.Query.Traits;
import io.dbvitals.query.Query.Undeclared;
import io.dbvitals.query.Requires.Predicate;
import io.dbvitals.query.load.QueryFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresExporterFormatTest {
    @TempDir
    Path folder;

    @Test
    void query_becomesOurModel() throws Exception {
        Query query = QueryFile.of(folder, """
                pg_shop:
                  query: "SELECT shop, orders, sold FROM shops;"
                  master: true
                  cache_seconds: 30
                  runonserver: ">=10.0.0 <12.0.0 || 14.x"
                  metrics:
                    - shop:
                        usage: "LABEL"
                        description: "Name of the shop"
                      orders:
                        usage: gauge
                        description: "Open orders"
                    - sold: {usage: "COUNTER"}
                """).only();

        assertThat(query.id()).isEqualTo("pg_shop");
        assertThat(query.prefix()).isEqualTo("pg_shop");
        assertThat(query.scope()).isEqualTo(Scope.SERVER);
        assertThat(query.ttl()).isEqualTo(Duration.ofSeconds(30));
        assertThat(query.timeout()).isZero();
        assertThat(query.traits()).isEqualTo(new Traits(Undeclared.UNTYPED, false, true, true, false));
        assertThat(query.variants().get(0).sql()).isEqualTo("SELECT shop, orders, sold FROM shops");
        assertThat(query.variants().get(0).versions().contains("11.5")).isTrue();
        assertThat(query.variants().get(0).versions().contains("12.1")).isFalse();
        assertThat(query.variants().get(0).versions().contains("14.9")).isTrue();
        assertThat(query.columns()).extracting(Column::name).containsExactly("shop", "orders", "sold");
        assertThat(query.columns())
                .extracting(Column::use)
                .containsExactly(new Use.Label(), new Use.Gauge(), new Use.Counter());
        assertThat(query.columns().get(1).onNull()).isEqualTo(new OnNull.Value(Double.NaN));
        assertThat(query.columns().get(1).help()).isEqualTo("Open orders");
    }

    @Test
    void withoutMaster_runsInEveryDatabaseWithoutALabelOfOurs() throws Exception {
        Query query = QueryFile.of(folder, "q: {query: SELECT 1 AS a, metrics: [{a: {usage: GAUGE}}]}\n")
                .only();

        assertThat(query.scope()).isEqualTo(Scope.DATABASE);
        assertThat(query.traits().autoDatname()).isFalse();
    }

    @Test
    void usages_meanWhatUsersMeant() throws Exception {
        List<Column> columns = QueryFile.of(folder, """
                q:
                  query: SELECT 1
                  metrics:
                    - h: {usage: HISTOGRAM}
                    - d: {usage: Duration}
                    - m: {usage: MAPPEDMETRIC, metric_mapping: {"on": 1, "off": 0}}
                    - x: {usage: DISCARD}
                    - n: {usage: GAUGE, pg_version: ">=9.6.0"}
                """).only().columns();

        assertThat(columns)
                .extracting(Column::use)
                .containsExactly(
                        new Use.ArrayHistogram("h_bucket", "h_sum", "h_count", true),
                        new Use.DurationText(1000, 1000, true),
                        new Use.MapText(Map.of("on", 1.0, "off", 0.0)),
                        new Use.Discard(),
                        new Use.Gauge());
        assertThat(columns.get(1).name()).isEqualTo("d_milliseconds");
        assertThat(columns.get(4).versions().contains("9.5.1")).isFalse();
    }

    @Test
    void metricPrefix_replacesPgAtTheStart() throws Exception {
        QueryFile file = QueryFile.of(folder, """
                pg_a: {query: SELECT 1 AS a, metrics: [{a: {usage: GAUGE}}]}
                my_pg: {query: SELECT 1 AS a, metrics: [{a: {usage: GAUGE}}]}
                """).metricPrefix("pgx");

        assertThat(file.load().all()).extracting(Query::id).containsExactly("pgx_a", "my_pg");
        assertThat(file.load().all()).extracting(Query::prefix).containsExactly("pgx_a", "my_pg");
    }

    @Test
    void oddities_areToleratedAndTold() throws Exception {
        QueryFile file = QueryFile.of(folder, """
                off: {metrics: [{a: {usage: GAUGE}}]}
                q:
                  query: SELECT 1
                  query: SELECT 2
                  runonserver: soon
                  cache_second: 5
                  metrics:
                    - a: {usage: GAUGE, pg_version: x-y}
                    - a: {usage: COUNTER}
                    - b:
                    - server: {usage: LABEL}
                none:
                  query: SELECT 3 AS c
                """);

        assertThat(file.warnings()).isEqualTo("""
                q.yaml:1:1: the query "off" is off: it has no SQL
                q.yaml:4:3: "query" is given twice; the last one counts
                q.yaml:5:16: "soon" is no version range; write for example ">=13.0.0 <17.0.0". It is ignored, as postgres_exporter does
                q.yaml:6:3: "cache_second" is ignored: the format has no such key (did you mean "cache_seconds"?)
                q.yaml:8:37: "x-y" is no version range and is ignored
                q.yaml:9:7: the column "a" is given twice; the last one counts
                q.yaml:10:7: the column "b" has no "usage" and is discarded
                q.yaml:11:7: the label "server" is set by dbvitals itself; give the column another name""");
        Query query = file.load().all().get(1);
        assertThat(query.variants().get(0).sql()).isEqualTo("SELECT 2");
        assertThat(query.columns().get(0).use()).isEqualTo(new Use.Counter());
        assertThat(file.load().active()).extracting(Query::id).containsExactly("q", "none");
    }

    @Test
    void histogramNamedLikeAPartOfAnother_isTolerated() throws Exception {
        assertThat(QueryFile.of(folder, """
                q: {query: S, metrics: [{h: {usage: HISTOGRAM}}, {h_sum: {usage: HISTOGRAM}}]}
                """).warnings())
                .isEqualTo("q.yaml:1:51: the metric \"q_h_sum\" is already given by column \"h\" at line 1");
    }

    @Test
    void mistakes_areToldWithTheirPlace() throws Exception {
        assertThat(QueryFile.of(folder, """
                q:
                  query: SELECT 1
                  cache_seconds: -1
                  metrics:
                    - a: {usage: GAUG}
                    - [b]
                    - c-d: {usage: GAUGE}
                    - __e: {usage: LABEL}
                    - f: {usage: MAPPEDMETRIC, metric_mapping: {x: y}}
                r: {query: SELECT 1, master: maybe, cache_seconds: soon}
                s: text
                """).mistakes()).isEqualTo("""
                q.yaml:3:18: "cache_seconds" must not be negative
                q.yaml:5:18: the usage "GAUG" of the column "a" is unknown (did you mean "GAUGE"?); it is one of LABEL, COUNTER, GAUGE, HISTOGRAM, MAPPEDMETRIC, DURATION, DISCARD
                q.yaml:6:7: an entry of "metrics" must be a mapping (key: value), not a list
                q.yaml:7:7: "q_c-d" is no metric name: letters, digits, _ and : only, no digit first
                q.yaml:8:7: "__e" is no label name: letters, digits and _ only, no digit and no __ first
                q.yaml:9:52: "x" must be a number, not "y"
                q.yaml:10:30: "master" must be true or false, not "maybe"
                q.yaml:10:52: "cache_seconds" must be a number, not "soon"
                q.yaml:11:4: the query "s" must be a mapping (key: value), not "text\"""");
    }

    @Test
    void cloudNativePg_isToldByItsKeys() throws Exception {
        List<Query> queries = QueryFile.of(folder, """
                pg_wal_17:
                  name: pg_wal
                  runonserver: "~17.0"
                  primary: true
                  predicate_query: SELECT true;
                  target_databases: ["*", app]
                  query: SELECT slot, lag FROM slots
                  metrics:
                    - slot: {usage: LABEL, name: ignored}
                    - lag: {usage: GAUGE, name: lag_bytes}
                backends:
                  query: SELECT 1 AS total
                  master: true
                  cache_seconds: 30
                  metrics: [{total: {usage: GAUGE}}]
                """).load().all();

        Query wal = queries.get(0);
        assertThat(wal.id()).isEqualTo("cnpg_pg_wal_17");
        assertThat(wal.prefix()).isEqualTo("cnpg_pg_wal");
        assertThat(wal.role()).isEqualTo(Role.PRIMARY);
        assertThat(wal.scope()).isEqualTo(Scope.DATABASE);
        assertThat(wal.databases()).containsExactly("*", "app");
        assertThat(wal.requires().predicates()).containsExactly(new Predicate("", "SELECT true", Duration.ZERO));
        assertThat(wal.traits()).isEqualTo(new Traits(Undeclared.FAIL, false, true, false, true));
        assertThat(wal.columns()).extracting(Column::name).containsExactly("slot", "lag_bytes");
        assertThat(wal.variants().get(0).versions().contains("17.4")).isFalse();
        Query backends = queries.get(1);
        assertThat(backends.prefix()).isEqualTo("cnpg_backends");
        assertThat(backends.scope()).isEqualTo(Scope.SERVER);
        assertThat(backends.role()).isEqualTo(Role.PRIMARY);
    }

    @Test
    void cloudNativePg_refusesABadVersionRange() throws Exception {
        assertThat(QueryFile.of(folder, """
                q: {primary: true, runonserver: soon, query: SELECT 1 AS a, metrics: [{a: {usage: GAUGE}}]}
                """).mistakes())
                .isEqualTo("q.yaml:1:33: \"soon\" is no version range; write for example \">=13.0.0 <17.0.0\"");
    }

    @Test
    void configMap_isUnwrappedWithItsLines() throws Exception {
        String text = """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: monitoring}
                data:
                  queries: |
                    a:
                      query: SELECT 1 AS x
                      primary: true
                      metrics:
                        - x: {usage: GAUGE}
                  notes: ""
                """;

        Query query = QueryFile.of(folder, text).only();
        assertThat(query.prefix()).isEqualTo("cnpg_a");
        assertThat(query.position().line()).isEqualTo(6);
        assertThat(QueryFile.of(folder, text.replace("GAUGE", "GAUCHE")).mistakes())
                .startsWith("q.yaml:10:")
                .contains("the usage \"GAUCHE\"");
        assertThat(QueryFile.of(folder, text.replace("{usage: GAUGE}", "{usage: ["))
                        .mistakes())
                .startsWith("q.yaml:11:")
                .contains("not valid YAML");
    }
}
