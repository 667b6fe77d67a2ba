package io.dbvitals.testing;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipInputStream;

/** The programs of PostgreSQL, from the archives that the build has fetched. */
final class PostgresBinaries {
    private PostgresBinaries() {}

    /** The packed programs of that version. */
    static InputStream of(int major) throws IOException {
        Path folder = Path.of(System.getProperty("postgres.binaries", "target/postgres-binaries"));
        ZipInputStream jar = new ZipInputStream(Files.newInputStream(folder.resolve("postgres-" + major + ".jar")));
        while (!jar.getNextEntry().getName().endsWith(".txz")) {
            jar.closeEntry();
        }
        return jar;
    }
}
