package io.dbvitals.query.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.config.Config;
import io.dbvitals.config.Config.Include;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.config.yaml.Position;
import io.dbvitals.config.yaml.Problem;
import io.dbvitals.config.yaml.Problems;
import io.dbvitals.config.yaml.YamlFile;
import io.dbvitals.query.Column;
import io.dbvitals.query.Column.Use;
import io.dbvitals.query.Query;
import io.dbvitals.query.draft.QueryDraft;
import io.dbvitals.query.load.QueryFiles.Loaded;
import io.dbvitals.query.load.format.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class QueryFilesTest {
    private static final String GAUGE = "SELECT 1 AS x, columns: {x: {use: gauge}}";

    @TempDir
    Path folder;

    @Test
    void folder_isReadInLexicalOrderAndNotBelow() throws Exception {
        file("conf.d/b.yml", "queries: {b: {sql: " + GAUGE + "}}");
        file("conf.d/a.yaml", "queries: {a: {sql: " + GAUGE + "}}");
        file("conf.d/c.txt", "not a query file");
        file("conf.d/sub/d.yaml", "queries: {d: {sql: " + GAUGE + "}}");

        Loaded loaded = load(include("conf.d"));

        assertThat(loaded.all()).extracting(Query::id).containsExactly("a", "b");
        assertThat(loaded.files())
                .containsExactly(
                        folder.resolve("conf.d/a.yaml"), folder.resolve("conf.d/b.yml"), folder.resolve("conf.d"));
    }

    @Test
    void glob_isReadInLexicalOrder() throws Exception {
        file("conf.d/b.yml", "queries: {b: {sql: " + GAUGE + "}}");
        file("conf.d/a.yml", "queries: {a: {sql: " + GAUGE + "}}");
        file("conf.d/c.yaml", "nonsense");

        assertThat(load(include("conf.d/*.yml")).all()).extracting(Query::id).containsExactly("a", "b");
        assertThat(load(include("*/a.yml")).all()).extracting(Query::id).containsExactly("a");
        assertThat(load(include("**.yml")).all()).extracting(Query::id).containsExactly("a", "b");
        assertThat(load(include(folder + "/conf.d/[a].yml")).all())
                .extracting(Query::id)
                .containsExactly("a");
    }

    @Test
    void includesThatFindNothing_areTold() throws Exception {
        Files.createDirectory(folder.resolve("empty"));
        file("blank.yaml", "# nothing\n");

        assertThat(mistakes(include("gone.yaml")))
                .isEqualTo("dbvitals.yaml:9:5: the query file gone.yaml does not exist");
        assertThat(warnings(include("empty")))
                .isEqualTo("dbvitals.yaml:9:5: the folder empty holds no *.yml or *.yaml");
        assertThat(warnings(include("*.yml"))).isEqualTo("dbvitals.yaml:9:5: no file matches \"*.yml\"");
        assertThat(warnings(include("blank.yaml"))).isEqualTo("blank.yaml:1:1: the file is empty");
        assertThat(mistakes(include("x[.yaml"))).startsWith("dbvitals.yaml:9:5: \"x[.yaml\" is no path and no glob");
    }

    @Test
    void unreadableFiles_areTold() throws Exception {
        Files.write(folder.resolve("latin.yaml"), new byte[] {'a', ':', ' ', (byte) 0xe9});
        file("broken.yaml", "queries: [\n");
        file("other.yaml", "listen: 9999\n");

        assertThat(mistakes(include("latin.yaml"))).isEqualTo("dbvitals.yaml:9:5: latin.yaml is not UTF-8 text");
        assertThat(mistakes(include("broken.yaml"))).startsWith("broken.yaml:2:1: not valid YAML");
        assertThat(mistakes(include("other.yaml")))
                .isEqualTo(
                        "other.yaml:1:1: this is no query file: write \"queries:\" first, or say which \"format\" it "
                                + "has: native, postgres_exporter, cloudnative_pg, pg_exporter");
        assertThat(mistakes(new Include(
                        "other.yaml",
                        Optional.of("pg_exportr"),
                        Optional.empty(),
                        new Position("dbvitals.yaml", 9, 5))))
                .isEqualTo("dbvitals.yaml:9:5: the format \"pg_exportr\" is unknown (did you mean \"pg_exporter\"?); "
                        + "it is one of native, postgres_exporter, cloudnative_pg, pg_exporter");
    }

    @Test
    void format_isFoundByTheKeys() throws Exception {
        assertThat(detect("queries: {}")).contains(Format.NATIVE);
        assertThat(detect("a: {query: S, metrics: [{x: {usage: GAUGE}}]}")).contains(Format.POSTGRES_EXPORTER);
        assertThat(detect("a: {query: S, primary: true}")).contains(Format.CLOUDNATIVE_PG);
        assertThat(detect("a: {query: S, metrics: [{x: {usage: GAUGE, name: y}}]}"))
                .contains(Format.CLOUDNATIVE_PG);
        assertThat(detect("a: {query: S, name: b, min_version: 1}")).contains(Format.PG_EXPORTER);
        assertThat(detect("a: {query: S, metrics: [{x: {usage: GAUGE, scale: 2}}]}"))
                .contains(Format.PG_EXPORTER);
        assertThat(detect("a: 1")).isEmpty();
    }

    @Test
    void givenFormat_beatsTheKeys() throws Exception {
        file("q.yaml", "a: {query: S, name: b, metrics: [{x: {usage: GAUGE}}]}");

        Include include = new Include(
                "q.yaml", Optional.of("pg_exporter"), Optional.empty(), new Position("dbvitals.yaml", 9, 5));
        assertThat(load(include).all().get(0).prefix()).isEqualTo("b");
        assertThat(load(include("q.yaml")).all().get(0).prefix()).isEqualTo("cnpg_b");
    }

    @Test
    void sameId_isRefusedUnlessItSaysOverride() throws Exception {
        file("a.yaml", "queries: {q: {sql: " + GAUGE + "}, r: {sql: " + GAUGE + "}}");
        file("b.yaml", "queries: {q: {sql: " + GAUGE + "}}");
        file("c.yaml", "queries: {q: {override: true, ttl: 5s, sql: " + GAUGE + "}}");
        file("d.yaml", "q: {query: S, metrics: [{x: {usage: GAUGE}}]}");

        assertThat(mistakes(include("a.yaml"), include("b.yaml")))
                .isEqualTo("b.yaml:1:11: the query \"q\" is already at a.yaml:1:11; say \"override: true\" to replace "
                        + "that one");
        assertThat(mistakes(include("a.yaml"), include("d.yaml")))
                .isEqualTo("d.yaml:1:1: the query \"q\" is already at a.yaml:1:11; rename one of them");
        Loaded loaded = load(include("a.yaml"), include("c.yaml"));
        assertThat(loaded.all()).extracting(Query::id).containsExactly("q", "r");
        assertThat(loaded.all().get(0).ttl()).hasSeconds(5);
        assertThat(warnings(include("c.yaml")))
                .isEqualTo("c.yaml:1:11: the query \"q\" says \"override: true\" but is the first");
    }

    @Test
    void pgExporterFolder_takesTheLaterBranchAndPassesOverBadFiles() throws Exception {
        file("px/0100.yml", "q: {desc: first, query: S, metrics: [{x: {usage: GAUGE}}]}");
        file("px/0200.yml", "q: {desc: second, query: S, metrics: [{x: {usage: GAUGE}}]}");
        file("px/0300.yml", "r: {desc: third, query: S, metrics: []}");
        Include include =
                new Include("px", Optional.of("pg_exporter"), Optional.empty(), new Position("dbvitals.yaml", 9, 5));

        Loaded loaded = load(include);

        assertThat(loaded.all()).extracting(Query::help).containsExactly("second");
        assertThat(loaded.all()).extracting(Query::priority).containsExactly(101);
        assertThat(warnings(include)).isEqualTo("""
                px/0200.yml:1:1: the query "q" replaces the one at px/0100.yml:1:1
                px/0300.yml:1:1: the query "r" has no column that becomes a metric; labels alone show nothing; the file is left out""");
        Files.delete(folder.resolve("px/0100.yml"));
        Files.delete(folder.resolve("px/0200.yml"));
        assertThat(mistakes(include)).startsWith("px/0300.yml:1:1: the query \"r\" has no column");
    }

    @Test
    void enableAndDisable_areApplied() throws Exception {
        file(
                "a.yaml",
                "queries: {a: {enabled: false, sql: " + GAUGE + "}, ab: {sql: " + GAUGE + "}, c: {sql: " + GAUGE
                        + "}}");
        Loaded loaded = QueryFiles.load(
                new Config.Queries(false, List.of(include("a.yaml")), List.of("a", "zzz"), List.of("?b", "c", "[")),
                folder);

        assertThat(loaded.active()).extracting(Query::id).containsExactly("a");
        assertThat(loaded.all()).hasSize(3);
        assertThat(loaded.warnings().stream().map(Problem::toString))
                .containsExactly(
                        "queries.disable:3:1: \"[\" is the id of no query (did you mean \"a\"?)",
                        "queries.enable:2:1: \"zzz\" is the id of no query");
    }

    @Test
    void oneMetricWithTwoTypes_isRefused() throws Exception {
        file("a.yaml", """
                queries:
                  a: {prefix: p, sql: S, columns: {x: {use: gauge}}}
                  b: {prefix: p, sql: S, columns: {x: {use: untyped}}}
                  c: {prefix: p, engine: mysql, sql: S, columns: {x: {use: info, name: x_info, label: l}, y: {use: gauge}}}
                  d: {prefix: p, role: primary, requires: {tags: [t]}, sql: S, columns: {z: {use: gauge}}}
                  e: {prefix: p, role: replica, sql: S, columns: {z: {use: untyped}}}
                  f: {prefix: p, requires: {tags: ["!t"]}, sql: {"<17": S}, columns: {z: {use: gauge, name: w}}}
                  g: {prefix: p, sql: {">=17": S}, columns: {z: {use: untyped, name: w}}}
                """);

        assertThat(mistakes(include("a.yaml")))
                .isEqualTo("a.yaml:3:36: the metric \"p_x\" is of type untyped here and of type gauge at a.yaml:2:36; "
                        + "rename one of them");
    }

    @Test
    void builtinFiles_loadWithoutAWarning() throws Exception {
        Config.Queries builtin = new Config.Queries(true, List.of(), List.of(), List.of());
        Loaded shipped = QueryFiles.load(builtin, folder);

        assertThat(shipped.warnings()).isEmpty();
        assertThat(shipped.files()).isEmpty();
    }

    @Test
    void foreignQuery_replacesABuiltinOfItsNameAndSilencesItsMetricsElsewhere() throws Exception {
        Query builtin = QueryFile.of(folder, """
                queries: {a: {prefix: p, sql: S, columns: {x: {use: gauge}, y: {use: gauge, aliases: [z]}, w: {use: gauge}}}}
                """).only();
        Query foreign = QueryFile.of(folder, """
                b: {query: S, metrics: [{x: {usage: COUNTER}}, {y: {usage: GAUGE}}]}
                """).only();
        QueryDraft renamed = QueryDraft.of(foreign);
        renamed.prefix = "p";
        Problems problems = new Problems();
        Problems warnings = new Problems();
        QuerySet set = new QuerySet(problems, warnings);
        set.add(builtin, new QuerySet.Source(-1, Format.NATIVE));
        set.add(renamed.build(), new QuerySet.Source(0, Format.POSTGRES_EXPORTER));

        SharedMetrics.check(set, problems, warnings);

        assertThat(problems.isEmpty()).isTrue();
        assertThat(warnings.list())
                .extracting(Problem::message)
                .containsExactly("the query \"b\" silences metrics of the query \"a\" inside the program: p_x, p_y");
        assertThat(set.all().get(0).query().columns())
                .extracting(Column::use)
                .containsExactly(new Use.Discard(), new Use.Gauge(), new Use.Gauge());
        assertThat(set.all().get(0).query().columns()).extracting(Column::name).containsExactly("x", "z", "w");

        QueryDraft same = QueryDraft.of(builtin);
        same.prefix = "other";
        set.add(same.build(), new QuerySet.Source(0, Format.POSTGRES_EXPORTER));
        assertThat(problems.isEmpty()).isTrue();
        assertThat(set.all()).extracting(sourced -> sourced.query().prefix()).containsExactly("other", "p");
        set.add(builtin, new QuerySet.Source(1, Format.NATIVE));
        assertThat(problems.isEmpty()).isFalse();
    }

    @Test
    void allMistakesOfAllFiles_areToldAtOnce() throws IOException {
        file("a.yaml", "queries: {a: {}}");
        file("b.yaml", "queries: {b: {}}");

        assertThatThrownBy(() -> load(include("a.yaml"), include("b.yaml")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("a.yaml:1:11")
                .hasMessageContaining("b.yaml:1:11");
    }

    private void file(String name, String text) throws IOException {
        Path path = folder.resolve(name);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private static Include include(String path) {
        return new Include(path, Optional.empty(), Optional.empty(), new Position("dbvitals.yaml", 9, 5));
    }

    private Loaded load(Include... includes) throws ConfigException {
        return QueryFiles.load(new Config.Queries(false, List.of(includes), List.of(), List.of()), folder);
    }

    private String mistakes(Include... includes) {
        try {
            load(includes);
            return "";
        } catch (ConfigException e) {
            return String.valueOf(e.getMessage()).replace(folder + "/", "");
        }
    }

    private String warnings(Include... includes) throws ConfigException {
        List<String> lines = new ArrayList<>();
        load(includes).warnings().forEach(problem -> lines.add(problem.toString()));
        return String.join("\n", lines).replace(folder + "/", "");
    }

    private static Optional<Format> detect(String text) throws ConfigException {
        return Format.detect(YamlFile.parse("q.yaml", text).orElseThrow());
    }
}
