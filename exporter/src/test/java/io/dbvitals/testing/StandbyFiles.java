package io.dbvitals.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/** The files of a server that is stopped, as pg_basebackup would hand them to a standby. */
final class StandbyFiles {
    private StandbyFiles() {}

    /** Neither the lock files nor the slots are the copy's. */
    static void copy(Path data, Path copy) throws IOException {
        Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rwx------"));
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(each -> !each.equals(data)).toList()) {
                String name = file.getFileName().toString();
                boolean inSlot = data.relativize(file).startsWith("pg_replslot") && !name.equals("pg_replslot");
                if (!name.equals("postmaster.pid") && !name.equals("epg-lock") && !inSlot) {
                    Files.copy(file, copy.resolve(data.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }
}
