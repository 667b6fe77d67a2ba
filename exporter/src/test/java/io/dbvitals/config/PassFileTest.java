package io.dbvitals.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.testing.Written;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PassFileTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void write() throws Exception {
        file = Files.writeString(folder.resolve(".pgpass"), """
                # db1:5432:app:u:comment
                broken line
                db1:5432:app:u:first
                db1:5432:app:u:second
                \\:\\:1:5432:*:u:six:with\\\\colon
                *:5433:*:u:any
                """);
    }

    @Test
    void firstMatchingLine_counts() throws Exception {
        assertThat(PassFile.find(file, "db1", 5432, "app", "u").orElseThrow().read())
                .isEqualTo("first");
    }

    @Test
    void star_matchesEverything() throws Exception {
        assertThat(PassFile.find(file, "x", 5433, "y", "u").orElseThrow().read())
                .isEqualTo("any");
    }

    @Test
    void backslash_keepsColonsAndBackslashes() throws Exception {
        assertThat(PassFile.find(file, "::1", 5432, "y", "u").orElseThrow().read())
                .isEqualTo("six:with\\colon");
    }

    @Test
    void noLineOrNoFile_isNoPassword() {
        assertThat(PassFile.find(file, "db1", 5432, "app", "v")).isEmpty();
        assertThat(PassFile.find(folder.resolve("none"), "db1", 5432, "app", "u"))
                .isEmpty();
    }

    @Test
    void password_isLookedUpAnew() throws Exception {
        Secret secret = PassFile.find(file, "db1", 5432, "app", "u").orElseThrow();
        Files.writeString(file, "db1:5432:app:u:rotated\n");
        assertThat(secret.read()).isEqualTo("rotated");
        Files.writeString(file, "");
        assertThatThrownBy(secret::read).hasMessage("the password file " + file + " has no line for u@db1:5432/app");
        Files.delete(file);
        assertThatThrownBy(secret::read)
                .hasMessage("the password file " + file + " cannot be read: NoSuchFileException");
    }

    @Test
    void target_findsItsPasswordInTheSurroundings() throws Exception {
        String yaml = "targets: [{name: a, postgres: {url: \"postgresql://u@db1/app\"}}]";
        Secret byHome = Written.config(folder, yaml, Map.of("HOME", folder.toString()))
                .postgres()
                .password();
        assertThat(byHome.read()).isEqualTo("first");
        Secret byVariable = Written.config(folder, yaml, Map.of("PGPASSFILE", file.toString()))
                .postgres()
                .password();
        assertThat(byVariable).isEqualTo(byHome);
        Secret byPassword = Written.config(folder, yaml, Map.of("HOME", folder.toString(), "PGPASSWORD", "p"))
                .postgres()
                .password();
        assertThat(byPassword).isEqualTo(new Secret.Literal("p"));
        Secret byParameter = Written.config(folder, yaml.replace("app", "app?passfile=" + file))
                .postgres()
                .password();
        assertThat(byParameter).isEqualTo(byHome);
    }

    @Test
    void otherServer_isLookedUpByItsOwnLine() throws Exception {
        String yaml = "targets: [{name: a, postgres: {url: \"postgresql://u@db1/app\"}}]";
        TargetConfig.Postgres here = Written.config(folder, yaml, Map.of("PGPASSFILE", file.toString()))
                .postgres();
        assertThat(here.at("db9", 5433, "app").password().read()).isEqualTo("any");
        assertThat(here.at("db9", 5433, "app").server()).isEqualTo("db9:5433");
    }
}
