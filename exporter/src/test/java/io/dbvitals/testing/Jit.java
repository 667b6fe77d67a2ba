package io.dbvitals.testing;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * What compiles plans by LLVM, from Debian's package of PostgreSQL 15, for the embedded PostgreSQL 15, which is built without it. Where
 * it is not there a test is skipped, unless {@code services.required} has {@code llvmjit}.
 */
final class Jit {
    /** The major version that it was built for. */
    static final int MAJOR = 15;

    private static final Path LIBRARIES = Path.of("/usr/lib/postgresql/" + MAJOR + "/lib");
    private static final List<String> NAMES = List.of("llvmjit.so", "llvmjit_types.bc");

    private Jit() {}

    /** The folder of an embedded PostgreSQL that may be changed: apart from that of all other tests. */
    static Path workingFolder() {
        if (!List.of(System.getProperty("services.required", "").split(",", -1)).contains("llvmjit")) {
            assumeThat(LIBRARIES.resolve(NAMES.get(0)))
                    .as("llvmjit; Debian 12: apt install postgresql-15")
                    .exists();
        }
        return Path.of(System.getProperty("java.io.tmpdir"), "embedded-pg-with-jit");
    }

    /** Its files alone. */
    static Path files() {
        try {
            Path folder = TestFolder.create("dbvitals-jit-");
            for (String name : NAMES) {
                Files.copy(LIBRARIES.resolve(name), folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
