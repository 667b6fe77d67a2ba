package io.dbvitals.testing;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * pgvector as {@code scripts/pgvector.sh} builds it for the embedded PostgreSQL 17, or as the system property {@code pgvector} says
 * where it is. Without it a test is skipped, unless {@code services.required} has {@code pgvector}.
 */
final class Pgvector {
    /** The major version that it was built for. */
    static final int MAJOR = 17;

    private Pgvector() {}

    /** The folder of an embedded PostgreSQL that may be changed: apart from that of all other tests. */
    static Path workingFolder() {
        assumeThere();
        return Path.of(System.getProperty("java.io.tmpdir"), "embedded-pg-with-pgvector");
    }

    /** Lays the files of an extension where the server looks for them. */
    static void install(Path workingFolder, Path extension) throws IOException {
        try (Stream<Path> servers = Files.list(workingFolder);
                Stream<Path> files = Files.list(extension)) {
            List<Path> all = files.toList();
            for (Path server : servers.filter(Files::isDirectory).toList()) {
                for (Path file : all) {
                    boolean library = file.toString().matches(".*\\.(so|bc)");
                    Path to = server.resolve(library ? "lib/postgresql" : "share/postgresql/extension")
                            .resolve(file.getFileName().toString());
                    if (!Files.exists(to)) {
                        Path part = Files.createTempFile(to.getParent(), "part", "");
                        Files.copy(file, part, StandardCopyOption.REPLACE_EXISTING);
                        Files.move(part, to, StandardCopyOption.ATOMIC_MOVE);
                    }
                }
            }
        }
    }

    private static void assumeThere() {
        if (!List.of(System.getProperty("services.required", "").split(",", -1)).contains("pgvector")) {
            assumeThat(folder().resolve("vector.so"))
                    .as("pgvector; scripts/pgvector.sh builds it")
                    .exists();
        }
    }

    static Path folder() {
        return Path.of(
                System.getProperty("pgvector", System.getProperty("user.home") + "/.cache/dbvitals/pgvector-" + MAJOR));
    }
}
