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
import io.dbvitals.query.VersionRange;
import io.dbvitals.query.load.QueryFile;
import io.dbvitals.sql.Engine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PgExporterFormatTest {
    @TempDir
    Path folder;

    @Test
    void descriptionCutByItsCommas_isPutTogetherAgain() throws Exception {
        QueryFile file = QueryFile.of(folder, """
                jobs:
                  query: S
                  ttl: 1
                  metrics:
                    - a: { usage: GAUGE, description: state of the job, 0=off, 1=on, 0=off again , rename: state }
                    - b: { description: 'list, quoted', usage: GAUGE }
                    - c: { usage: GAUGE, description: fine, sclae: 2 }
                    - d: { usage: GAUGE, scale }
                    - e:
                        description: not in braces
                        later:
                        usage: GAUGE
                """);

        assertThat(file.only().columns())
                .extracting(Column::help)
                .containsExactly(
                        "state of the job, 0=off, 1=on, 0=off again", "list, quoted", "fine", "", "not in braces");
        assertThat(file.only().columns().get(0).name()).isEqualTo("state");
        assertThat(file.warnings()).isEqualTo("""
                q.yaml:7:45: "sclae" is ignored: the format has no such key (did you mean "scale"?)
                q.yaml:11:9: "later" is ignored: the format has no such key""");
    }

    @Test
    void labelsAlone_areNoMistakeInAQueryThatIsOff() throws Exception {
        QueryFile file = QueryFile.of(folder, """
                jobs: {query: S, skip: true, metrics: [{kind: {usage: LABEL}}]}
                """);

        assertThat(file.only().enabled()).isFalse();
        assertThat(file.warnings())
                .isEqualTo(
                        "q.yaml:1:1: the query \"jobs\" has no column that becomes a metric; labels alone show nothing");
    }

    @Test
    void branch_becomesOurModel() throws Exception {
        Query query = QueryFile.of(folder, """
                pg_jobs_13:
                  name: pg_jobs
                  desc: Jobs of the application
                  query: |-
                    SELECT kind, waiting, spent FROM app.jobs;

                  ttl: 10
                  timeout: 0.5
                  priority: 3
                  min_version: 090400
                  max_version: 100000
                  fatal: true
                  skip: true
                  tags: [cluster, primary, "dbname:app", "username:monitor", "extension:hstore", "schema:app", "not:slow", big]
                  predicate_queries:
                    - name: table exists
                      predicate_query: SELECT true;
                      ttl: 60
                  metrics:
                    - kind:    { usage: LABEL, rename: job }
                    - waiting: { usage: gauge, default: 0, description: Waiting jobs }
                    - spent:   { usage: COUNTER, scale: 1e-3, rename: seconds }
                    - x:       { usage: DISCARD, name: other }
                """).only();

        assertThat(query.id()).isEqualTo("pg_jobs_13");
        assertThat(query.prefix()).isEqualTo("pg_jobs");
        assertThat(query.help()).isEqualTo("Jobs of the application");
        assertThat(query.variants().get(0).sql()).isEqualTo("SELECT kind, waiting, spent FROM app.jobs");
        assertThat(query.variants().get(0).versions())
                .isEqualTo(VersionRange.parse(">=9.4 <10").orElseThrow());
        assertThat(query.ttl()).isEqualTo(Duration.ofSeconds(10));
        assertThat(query.timeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(query.priority()).isEqualTo(3);
        assertThat(query.fatal()).isTrue();
        assertThat(query.enabled()).isFalse();
        assertThat(query.scope()).isEqualTo(Scope.SERVER);
        assertThat(query.role()).isEqualTo(Role.PRIMARY);
        assertThat(query.engines()).isEqualTo(Set.of(Engine.POSTGRES));
        assertThat(query.requires().databases()).containsExactly("app");
        assertThat(query.requires().users()).containsExactly("monitor");
        assertThat(query.requires().extensions()).isEqualTo(Map.of("hstore", VersionRange.ANY));
        assertThat(query.requires().schemas()).containsExactly("app");
        assertThat(query.requires().tags()).containsExactly("!slow", "big");
        assertThat(query.requires().predicates())
                .containsExactly(new Predicate("table exists", "SELECT true", Duration.ofMinutes(1)));
        assertThat(query.traits()).isEqualTo(new Traits(Undeclared.IGNORE, false, true, true, false));
        assertThat(query.columns()).extracting(Column::name).containsExactly("job", "waiting", "seconds", "other");
        assertThat(query.columns()).extracting(Column::column).containsExactly("kind", "waiting", "spent", "other");
        assertThat(query.columns().get(1).onNull()).isEqualTo(new OnNull.Value(0));
        assertThat(query.columns().get(2).onNull()).isEqualTo(new OnNull.Value(Double.NaN));
        assertThat(query.columns().get(2).scale()).isEqualTo(0.001);
        assertThat(query.columns().get(2).scaleTimesAndBooleans()).isFalse();
    }

    @Test
    void whatIsNotSaid_isAsInPgExporterButForTheTimeout() throws Exception {
        Query query = QueryFile.of(folder, """
                pg_a: {query: SELECT 1 AS a, tags: [], metrics: [{a: {usage: GAUGE}}]}
                """).only();

        assertThat(query.scope()).isEqualTo(Scope.DATABASE);
        assertThat(query.timeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(query.priority()).isEqualTo(100);
        assertThat(query.variants().get(0).versions()).isEqualTo(VersionRange.ANY);
    }

    @Test
    void negativeTimeout_isNone() throws Exception {
        assertThat(QueryFile.of(folder, """
                pg_a: {query: SELECT 1 AS a, timeout: -1, metrics: [{a: {usage: GAUGE}}]}
                """).only().timeout()).isZero();
    }

    @Test
    void histogram_isASnapshotShownAsGauges() throws Exception {
        List<Column> columns = QueryFile.of(folder, """
                pg_a:
                  query: SELECT age, size
                  desc: ages
                  metrics:
                    - age: {usage: HISTOGRAM, bucket: [-1, 0, 2.5]}
                    - size: {usage: HISTOGRAM, bucket: [10], default: 5}
                """).only().columns();

        assertThat(columns.get(0).use()).isEqualTo(new Use.RowHistogram(List.of(-1.0, 0.0, 2.5), false, false, true));
        assertThat(columns.get(0).onNull()).isEqualTo(new OnNull.Skip());
        assertThat(columns.get(1).onNull()).isEqualTo(new OnNull.Value(5));
    }

    @ParameterizedTest
    @CsvSource({
        "min_version: 100000, >=10",
        "min_version: 160004, >=16.4",
        "min_version: 090600, >=9.6",
        "max_version: 90624, <9.6.24",
        "min_version: 0, *",
        "'min_version: 13_0000, max_version: 140000', >=13 <14",
        "'min_version: 12400, tags: [pgbouncer]', >=1.24",
        "'min_version: 10800, max_version: 12300, tags: [pgbouncer]', >=1.8 <1.23",
    })
    void versionNumbers_areDecimal(String keys, String range) throws Exception {
        assertThat(QueryFile.of(
                                folder,
                                "pg_a: {desc: d, query: SELECT 1 AS a, " + keys + ", metrics: [{a: {usage: GAUGE}}]}\n")
                        .only()
                        .variants()
                        .get(0)
                        .versions()
                        .toString())
                .isEqualTo(range);
    }

    @Test
    void pgbouncerTag_isAnEngine() throws Exception {
        Query query = QueryFile.of(folder, """
                pgbouncer_list:
                  query: SHOW LISTS;
                  tags: [ pgbouncer ]
                  metrics:
                    - list:  { usage: LABEL }
                    - items: { usage: GAUGE }
                """).only();

        assertThat(query.engines()).isEqualTo(Set.of(Engine.PGBOUNCER));
        assertThat(query.scope()).isEqualTo(Scope.SERVER);
    }

    @Test
    void branchesOfOneName_mayDifferInTypeWhenTheyNeverMeet() throws Exception {
        QueryFile file = QueryFile.of(folder, """
                a_13: {name: a, query: S, max_version: 140000, metrics: [{x: {usage: GAUGE}}]}
                a_14: {name: a, query: S, min_version: 140000, tags: [primary], metrics: [{x: {usage: COUNTER}}]}
                a_rep: {name: a, query: S, min_version: 140000, tags: [replica], metrics: [{x: {usage: GAUGE}}]}
                """);

        assertThat(file.load().active()).hasSize(3);
        assertThat(file.warnings()).isEmpty();
    }

    @Test
    void branchesOfOneNameThatMeetWithTwoTypes_areTold() throws Exception {
        assertThat(QueryFile.of(folder, """
                a_1: {name: a, desc: d, query: S, metrics: [{x: {usage: GAUGE}}]}
                a_2: {name: a, desc: d, query: S, metrics: [{x: {usage: COUNTER}}]}
                """).warnings())
                .endsWith("q.yaml:1:46; only the first that is read is shown")
                .startsWith("q.yaml:2:46: the metric \"a_x\" is of type untyped here and of type gauge at ");
    }

    @Test
    void oddities_areToleratedAndTold() throws Exception {
        QueryFile file = QueryFile.of(folder, """
                pg_a:
                  query: SELECT 1 AS a
                  ttl: 10
                  descr: typo
                  tags: [primary, standby]
                  metrics: [{a: {usage: GAUGE, unit: s}}, {target: {usage: LABEL}}]
                """);

        assertThat(file.warnings()).isEqualTo("""
                q.yaml:4:3: "descr" is ignored: the format has no such key (did you mean "desc"?)
                q.yaml:5:19: no server is a primary and a replica at once; the query "pg_a" never runs
                q.yaml:6:32: "unit" is ignored: the format has no such key
                q.yaml:6:44: the label "target" is set by dbvitals itself; give the column another name""");
        assertThat(file.load().active()).isEmpty();
    }

    @Test
    void mistakes_areToldWithTheirPlace() throws Exception {
        assertThat(QueryFile.of(folder, """
                pg_a:
                  desc: d
                  min_version: v13
                  predicate_queries: [{name: n}]
                  metrics:
                    - {a: {usage: GAUGE}, b: {usage: GAUGE}}
                    - c: {}
                    - d: {usage: GUAGE}
                    - e: {usage: HISTOGRAM}
                    - f: {usage: HISTOGRAM, bucket: [1, .inf]}
                    - g: {usage: LABEL}
                    - g: {usage: LABEL}
                    - le: {usage: LABEL}
                    - h: {usage: GAUGE, scale: big, rename: "1-h"}
                pg_b: {query: S, ttl: soon, metrics: [{x: {usage: LABEL}}]}
                pg_b: {query: S, metrics: [{x: {usage: GAUGE}}]}
                """).mistakes()).isEqualTo("""
                q.yaml:1:1: the query "pg_a" has no "query"
                q.yaml:3:16: "min_version" must be a version number such as 160004 or 090600, not "v13"
                q.yaml:4:23: an entry of "predicate_queries" has no "predicate_query"
                q.yaml:6:7: an entry of "metrics" must name exactly one column, not 2
                q.yaml:7:7: the column "c" has no "usage"
                q.yaml:8:18: the usage "GUAGE" of the column "d" is unknown (did you mean "GAUGE"?); it is one of LABEL, COUNTER, GAUGE, HISTOGRAM, DISCARD
                q.yaml:9:10: a HISTOGRAM needs "bucket: [1, 10]", its upper bounds
                q.yaml:10:41: a bucket's upper bound must be a finite number, not ".inf"; +Inf is added by itself
                q.yaml:12:7: the column "g" is already given at line 11
                q.yaml:12:7: the label "g" is already given by column "g" at line 11
                q.yaml:13:7: the label "le" belongs to the buckets of the histogram; rename it
                q.yaml:14:7: "pg_a_1-h" is no metric name: letters, digits, _ and : only, no digit first
                q.yaml:14:32: "scale" must be a number, not "big"
                q.yaml:15:1: the query "pg_b" has no column that becomes a metric; labels alone show nothing
                q.yaml:15:23: "ttl" must be a number, not "soon"
                q.yaml:16:1: "pg_b" is given twice""");
    }
}
