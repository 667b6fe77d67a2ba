package io.dbvitals.demo.vector;

import io.dbvitals.demo.DemoException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * What {@code CREATE EXTENSION vector} needs, as {@code scripts/pgvector.sh} builds it.
 *
 * @param folder with vector.so, vector.control and the scripts
 */
public record PgvectorFiles(Path folder) {
    /** Lays them into each embedded PostgreSQL that is unpacked in a folder; those that lie there are replaced. */
    public void installInto(Path binaries) throws DemoException {
        try (Stream<Path> found = Files.list(folder);
                Stream<Path> servers = Files.list(binaries)) {
            List<Path> files = found.filter(Files::isRegularFile).toList();
            for (Path server : servers.filter(Files::isDirectory).toList()) {
                for (Path file : files) {
                    install(file, server);
                }
            }
        } catch (IOException e) {
            throw new DemoException("pgvector cannot be installed from " + folder, e);
        }
    }

    private static void install(Path file, Path server) throws IOException {
        String name = file.getFileName().toString();
        Path to = server.resolve(name.endsWith(".so") ? "lib/postgresql" : "share/postgresql/extension");
        // A server may have the old library open: it keeps it, while a file that was written over would kill it.
        Path part = to.resolve(name + ".part");
        Files.copy(file, part, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        Files.move(part, to.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
