package io.dbvitals.host.filesystem;

import java.io.File;
import java.io.IOException;
import java.util.OptionalDouble;

/**
 * How much fits into a file system, in bytes.
 *
 * @param available to others than the administrator
 * @param files that it can hold; empty where that is not known
 */
public record Space(double size, double free, double available, OptionalDouble files, OptionalDouble filesFree) {
    /** Asks for a path, and may take for ever. */
    public interface Source {
        Space of(String path) throws IOException;
    }

    /** What Java itself can tell; of files it knows nothing. */
    public static Space ofJava(String path) throws IOException {
        File file = new File(path);
        double size = file.getTotalSpace();
        if (size == 0 && !file.exists()) {
            throw new IOException("no such file or directory");
        }
        return new Space(
                size, file.getFreeSpace(), file.getUsableSpace(), OptionalDouble.empty(), OptionalDouble.empty());
    }
}
