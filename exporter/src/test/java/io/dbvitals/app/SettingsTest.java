package io.dbvitals.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.config.load.ConfigLoader;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.query.Query;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    private static final String QUERY = """
            queries:
              mine: {help: Help, sql: SELECT 1 AS v, columns: {v: {use: gauge}}}
            """;

    @TempDir
    private Path folder;

    private Path config;
    private Path queries;

    @BeforeEach
    void write() throws Exception {
        config = folder.resolve("dbvitals.yaml");
        queries = Files.createDirectory(folder.resolve("queries"));
        Files.writeString(queries.resolve("one.yaml"), QUERY);
        Files.writeString(config, """
                targets: [{name: a, postgres: {url: postgresql://u@db1/app}}]
                queries: {include: ["%s"]}
                """.formatted(queries));
    }

    @Test
    void settings_holdTheConfigurationAndItsQueries() throws Exception {
        Settings settings = read();

        assertThat(settings.config().targets()).hasSize(1);
        assertThat(settings.queries().stream().map(Query::id)).contains("mine", "pg_locks");
        assertThat(settings.outdated()).isFalse();
    }

    @Test
    void unknownCollectorOfTheHost_isAMistake() throws Exception {
        Files.writeString(config, "targets: [{name: h, host: {enable: [procesess]}}]\n");

        assertThatThrownBy(this::read)
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("dbvitals.yaml:1:11: the host has no collector \"procesess\" (did you mean"
                        + " \"processes\"?); there are arp, ");
    }

    @Test
    void changedFile_makesThemOutdated_untilItIsSeen() throws Exception {
        Settings settings = read();
        change(config, Files.readString(config) + "# a comment\n");

        assertThat(settings.outdated()).isTrue();
        assertThat(settings.seenNow().outdated()).isFalse();
        assertThat(read().outdated()).isFalse();
    }

    @Test
    void changedOrLostQueryFile_makesThemOutdated() throws Exception {
        Settings settings = read();
        change(queries.resolve("one.yaml"), QUERY.replace("SELECT 1", "SELECT 2"));
        assertThat(settings.outdated()).isTrue();

        settings = read();
        Files.delete(queries.resolve("one.yaml"));
        assertThat(settings.outdated()).isTrue();
    }

    @Test
    void newQueryFileInAFolder_makesThemOutdated() throws Exception {
        Settings settings = read();
        Files.writeString(queries.resolve("two.yaml"), QUERY.replace("mine", "other"));

        assertThat(settings.outdated()).isTrue();
        assertThat(settings.seenNow().outdated())
                .as("a broken new file is not tried every time")
                .isFalse();
    }

    @Test
    void brokenQueryFile_isAnErrorOfTheWhole() throws Exception {
        Files.writeString(queries.resolve("one.yaml"), QUERY.replace("gauge", "gage"));

        assertThatThrownBy(this::read).isInstanceOf(ConfigException.class).hasMessageContaining("one.yaml:2:");
    }

    private Settings read() throws ConfigException {
        return Settings.read(() -> ConfigLoader.of(Map.of(), List.of()).load(config));
    }

    private static void change(Path file, String text) throws Exception {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
    }
}
