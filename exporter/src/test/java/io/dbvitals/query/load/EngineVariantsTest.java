package io.dbvitals.query.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.query.Query;
import io.dbvitals.query.VersionRange;
import io.dbvitals.sql.Engine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SQL that differs by engine, and columns that do. */
class EngineVariantsTest {
    private static final String FILE = """
            queries:
              q:
                help: Help
                engine: [mysql, mariadb]
                sql:
                  mariadb: SELECT 1
                  "mysql >=8.0.22": SELECT 2
                  "<8": SELECT 3
                columns:
                  Source_Id: {use: label, name: id, optional: true}
                  Master_id: {use: label, name: id, optional: true}
                  x: {use: gauge}
            """;

    @TempDir
    private Path folder;

    @Test
    void sqlByEngine_isTakenByThatEngineOnly() throws Exception {
        Query query = load(FILE).get(0);

        assertThat(query.variants())
                .containsExactly(
                        new Query.Variant(Optional.of(Engine.MARIADB), VersionRange.ANY, "SELECT 1"),
                        new Query.Variant(
                                Optional.of(Engine.MYSQL),
                                VersionRange.parse(">=8.0.22").orElseThrow(),
                                "SELECT 2"),
                        new Query.Variant(VersionRange.parse("<8").orElseThrow(), "SELECT 3"));
        assertThat(query.variants().stream().map(Query.Variant::servers))
                .containsExactly("mariadb", "mysql >=8.0.22", "<8");
        Query.Variant mariaDb = query.variants().get(0);
        Query.Variant mySql = query.variants().get(1);
        Query.Variant both = query.variants().get(2);
        assertThat(mariaDb.holds(Engine.MARIADB, "11.8.6")).isTrue();
        assertThat(mariaDb.holds(Engine.MYSQL, "11.8.6")).isFalse();
        assertThat(mySql.holds(Engine.MYSQL, "8.0.22")).isTrue();
        assertThat(mySql.holds(Engine.MYSQL, "8.0.21")).isFalse();
        assertThat(mySql.holds(Engine.MARIADB, "10.11.19")).isFalse();
        assertThat(both.holds(Engine.MYSQL, "5.7.44")).isTrue();
        assertThat(mariaDb.meets(mySql)).isFalse();
        assertThat(mariaDb.meets(both)).isTrue();
        assertThat(mySql.meets(both)).isFalse();
    }

    @Test
    void engineThatTheQueryIsNotFor_isNoRange() {
        assertThatThrownBy(() -> load(FILE.replace("[mysql, mariadb]", "mysql")))
                .hasMessageContaining("\"mariadb\" is no version range");
    }

    @Test
    void labelOfTwoColumns_needsBothOptional() throws Exception {
        assertThat(load(FILE)).hasSize(1);
        assertThatThrownBy(() -> load(FILE.replace(
                        "Master_id: {use: label, name: id, optional: true}", "Master_id: {use: label, name: id}")))
                .hasMessageContaining("already given by column");
    }

    private List<Query> load(String text) throws Exception {
        return QueryFile.of(folder, text).load().all();
    }
}
