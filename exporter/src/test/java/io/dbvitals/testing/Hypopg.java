package io.dbvitals.testing;

import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.List;

/**
 * hypopg as {@code scripts/hypopg.sh} fetches it for the embedded PostgreSQL 15, or as the system property {@code hypopg} says where
 * it is. Without it a test is skipped, unless {@code services.required} has {@code hypopg}.
 */
final class Hypopg {
    /** The major version that it was built for. */
    static final int MAJOR = 15;

    private Hypopg() {}

    /** The folder of an embedded PostgreSQL that may be changed: apart from that of all other tests. */
    static Path workingFolder() {
        if (!List.of(System.getProperty("services.required", "").split(",", -1)).contains("hypopg")) {
            assumeThat(files().resolve("hypopg.so"))
                    .as("hypopg; scripts/hypopg.sh fetches it")
                    .exists();
        }
        return Path.of(System.getProperty("java.io.tmpdir"), "embedded-pg-with-hypopg");
    }

    static Path files() {
        return Path.of(
                System.getProperty("hypopg", System.getProperty("user.home") + "/.cache/dbvitals/hypopg-" + MAJOR));
    }
}
