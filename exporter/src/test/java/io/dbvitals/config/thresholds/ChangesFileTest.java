package io.dbvitals.config.thresholds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.config.Config;
import io.dbvitals.config.Config.Change;
import io.dbvitals.config.Config.Threshold;
import io.dbvitals.config.load.ConfigText;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.testing.Written;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChangesFileTest {
    private static final String CONFIG = """
            targets: [{name: a, redis: {}, thresholds: {hit_ratio: {warning: 0.4}}}]
            thresholds: {connections_used_ratio: {warning: 0.8, critical: 0.9}}
            """;

    private static final Change OF_ALL = new Change(
            "",
            "connections_used_ratio",
            new Threshold(Optional.of(0.7), Optional.empty()),
            "alice: \"root\"\n",
            Instant.parse("2024-01-15T10:30:00Z"));
    private static final Change OF_ONE =
            new Change("a", "hit_ratio", new Threshold(Optional.empty(), Optional.of(0.1)), "", Instant.EPOCH);
    private static final Change OF_NONE =
            new Change("gone", "hit_ratio", new Threshold(Optional.of(0.2), Optional.empty()), "", Instant.EPOCH);

    @TempDir
    Path folder;

    @Test
    void file_standsBesideTheConfiguration() {
        assertThat(ChangesFile.beside(Path.of("/etc/dbvitals/dbvitals.yaml")))
                .hasToString("/etc/dbvitals/dbvitals.overrides.yaml");
        assertThat(ChangesFile.beside(Path.of("/etc/a.b/conf"))).hasToString("/etc/a.b/conf.overrides.yaml");
    }

    @Test
    void changes_areReadAsTheyWereWritten() throws Exception {
        Path file = folder.resolve("x.yaml");
        assertThat(ChangesFile.read(file)).isEmpty();
        ChangesFile.write(file, List.of(OF_ALL, OF_ONE, OF_NONE));
        assertThat(ChangesFile.read(file)).containsExactly(OF_ALL, OF_ONE, OF_NONE);
        ChangesFile.write(file, List.of());
        assertThat(ChangesFile.read(file)).isEmpty();
    }

    @Test
    void file_keepsItsRightsAndItsLink() throws Exception {
        Path real = Files.createDirectory(folder.resolve("elsewhere")).resolve("x.yaml");
        Path link = Files.createSymbolicLink(folder.resolve("link.yaml"), real);
        ChangesFile.write(real, List.of());
        assertThat(rights(real)).isEqualTo("rw-r-----");
        Files.setPosixFilePermissions(real, PosixFilePermissions.fromString("rw-rw-rw-"));
        ChangesFile.write(link, List.of(OF_ALL));
        assertThat(rights(real)).isEqualTo("rw-rw-rw-");
        assertThat(link).isSymbolicLink();
        assertThat(ChangesFile.read(real)).containsExactly(OF_ALL);
        assertThat(folder.resolve("elsewhere")).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void changes_winOverTheConfiguration() throws Exception {
        ChangesFile.write(folder.resolve("dbvitals.overrides.yaml"), List.of(OF_ALL, OF_ONE, OF_NONE));
        Config config = Written.config(folder, CONFIG).load();
        assertThat(config.thresholds())
                .containsEntry("connections_used_ratio", new Threshold(Optional.of(0.7), Optional.of(0.9)));
        assertThat(config.targets().get(0).thresholds())
                .containsEntry("hit_ratio", new Threshold(Optional.of(0.4), Optional.of(0.1)));
        assertThat(config.files()).contains(folder.resolve("dbvitals.overrides.yaml"));
        assertThat(ConfigText.of(config))
                .contains("    warning: 0.7\n")
                .endsWith("# Thresholds that were changed while dbvitals ran, from " + folder
                        + "/dbvitals.overrides.yaml:\n"
                        + "#   connections_used_ratio warning 0.7, by alice: \"root\"? at 2024-01-15T10:30:00Z\n"
                        + "#   a: hit_ratio critical 0.1, by  at 1970-01-01T00:00:00Z\n"
                        + "#   gone: hit_ratio warning 0.2, by  at 1970-01-01T00:00:00Z\n");
    }

    @Test
    void path_mayBeGiven() throws Exception {
        Config config = Written.config(folder, CONFIG + "overrides_file: state/x.yaml\n")
                .load();
        assertThat(config.changes().file()).contains(folder.resolve("state/x.yaml"));
        assertThat(ConfigText.of(config)).contains("overrides_file: " + folder.resolve("state/x.yaml") + "\n");
        assertThatThrownBy(() -> ChangesFile.write(folder.resolve("state/x.yaml"), List.of()))
                .isInstanceOf(ConfigException.class)
                .hasMessage(
                        "cannot write " + folder.resolve("state/x.yaml.new")
                                + ": no such folder; a changed threshold must"
                                + " outlive a restart: give the right to write there, or set overrides_file to a path where there is one");
    }

    @Test
    void brokenFile_isRefusedWithThePlaceOfEachMistake() throws Exception {
        assertThat(mistakes("thresholds: {connections_used_ratio: {warning: 80}}\n"))
                .isEqualTo(
                        "dbvitals.overrides.yaml:1:48: \"warning\" of connections_used_ratio must be a share from 0 to 1,"
                                + " not 80 (80 % is 0.8)");
        assertThat(mistakes("targets: {a: {hit_ratio: {warning: 1, at: soon, bye: x}}}\nzz: 1\n"))
                .isEqualTo("""
                        dbvitals.overrides.yaml:1:43: "at" must be a time such as 2024-01-15T10:30:00Z, not "soon"
                        dbvitals.overrides.yaml:1:49: unknown key "bye" (did you mean "by"?); known here: at, by, critical, warning
                        dbvitals.overrides.yaml:2:1: unknown key "zz"; known here: targets, thresholds""");
        assertThat(mistakes("[")).startsWith("dbvitals.overrides.yaml:1:2: not valid YAML");
    }

    private String mistakes(String text) throws IOException {
        Files.writeString(folder.resolve("dbvitals.overrides.yaml"), text);
        return Written.config(folder, CONFIG).mistakes();
    }

    private static String rights(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }
}
