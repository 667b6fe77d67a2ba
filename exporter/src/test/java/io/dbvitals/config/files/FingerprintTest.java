package io.dbvitals.config.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.testing.Written;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintTest {
    @TempDir
    Path folder;

    @Test
    void text_countsAndNotTheTime() throws Exception {
        Path file = Files.writeString(folder.resolve("a"), "one");
        FileTime time = Files.getLastModifiedTime(file);
        Fingerprint before = Fingerprint.of(List.of(file));
        Files.setLastModifiedTime(file, FileTime.fromMillis(0));
        assertThat(Fingerprint.of(List.of(file))).isEqualTo(before);
        Files.writeString(file, "two");
        Files.setLastModifiedTime(file, time);
        assertThat(Fingerprint.of(List.of(file)).changedSince(before)).containsExactly(file);
    }

    @Test
    void swappedLinkAbove_isAChange() throws Exception {
        for (String version : List.of("v1", "v2")) {
            Files.createDirectory(folder.resolve(version));
            Files.writeString(folder.resolve(version).resolve("dbvitals.yaml"), version);
        }
        Path data = Files.createSymbolicLink(folder.resolve("..data"), Path.of("v1"));
        Path file = Files.createSymbolicLink(folder.resolve("dbvitals.yaml"), Path.of("..data/dbvitals.yaml"));
        Fingerprint before = Fingerprint.of(List.of(file));
        Files.delete(data);
        Fingerprint between = Fingerprint.of(List.of(file));
        Files.createSymbolicLink(data, Path.of("v2"));
        Fingerprint after = Fingerprint.of(List.of(file));
        assertThat(between.changedSince(before)).containsExactly(file);
        assertThat(after.changedSince(before)).containsExactly(file);
        assertThat(after.changedSince(after)).isEmpty();
    }

    @Test
    void includes_areAFileAFolderOrAGlob() throws Exception {
        Path queries = Files.createDirectory(folder.resolve("queries"));
        Path b = Files.writeString(queries.resolve("b.yaml"), "");
        Path a = Files.writeString(queries.resolve("a.yml"), "");
        Files.writeString(queries.resolve("notes.txt"), "");
        Files.createDirectory(queries.resolve("sub.yaml"));
        assertThat(ConfigFiles.matching(queries.toString())).containsExactly(a, b);
        assertThat(ConfigFiles.matching(queries + "/*.yaml")).containsExactly(b);
        assertThat(ConfigFiles.matching(b.toString())).containsExactly(b);
        assertThat(ConfigFiles.matching(queries + "/none.yaml")).containsExactly(queries.resolve("none.yaml"));
        assertThat(ConfigFiles.matching(folder + "/none/*.yaml")).isEmpty();
    }

    @Test
    void configuration_isItsFileAndItsQueryFiles() throws Exception {
        Path query = Files.writeString(folder.resolve("q1.yaml"), "");
        Written written = Written.config(folder, """
                web_config: web.yml
                targets: [{name: a, postgres: {user: u, password_file: pw}}]
                queries: {include: ["q*.yaml"]}
                """);
        assertThat(ConfigFiles.of(written.load()))
                .containsExactly(folder.resolve("dbvitals.overrides.yaml"), written.file(), query);
        Fingerprint before = Fingerprint.of(ConfigFiles.of(written.load()));
        Path added = Files.writeString(folder.resolve("q2.yaml"), "");
        assertThat(Fingerprint.of(ConfigFiles.of(written.load())).changedSince(before))
                .containsExactly(added);
    }
}
