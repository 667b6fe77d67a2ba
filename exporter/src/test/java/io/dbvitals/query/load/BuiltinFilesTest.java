package io.dbvitals.query.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuiltinFilesTest {
    @TempDir
    Path folder;

    @Test
    void folderOfClasses_isListed() throws Exception {
        assertThat(BuiltinFiles.read().keySet()).allMatch(name -> name.matches("[a-z]+/\\d{3}-[a-z0-9_-]+\\.yaml"));
    }

    @Test
    void jar_isListed() throws Exception {
        Path path = folder.resolve("program.jar");
        try (OutputStream out = Files.newOutputStream(path);
                JarOutputStream jar = new JarOutputStream(out)) {
            for (String name : new String[] {
                "io/dbvitals/queries/README.md",
                "io/dbvitals/queries/postgres/020-b.yaml",
                "io/dbvitals/queries/postgres/010-a.yaml",
                "elsewhere/postgres/030-c.yaml"
            }) {
                jar.putNextEntry(new JarEntry(name));
                jar.write(("# " + name).getBytes(StandardCharsets.UTF_8));
                jar.closeEntry();
            }
        }
        try (JarFile jar = new JarFile(path.toFile())) {
            Map<String, String> files = BuiltinFiles.inJar(jar);

            assertThat(files.keySet()).containsExactly("postgres/010-a.yaml", "postgres/020-b.yaml");
            assertThat(files.get("postgres/010-a.yaml")).isEqualTo("# io/dbvitals/queries/postgres/010-a.yaml");
        }
    }
}
