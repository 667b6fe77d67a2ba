package io.dbvitals.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A tree of files in one text, as {@code /proc} and {@code /sys} of some machine. A line {@code == proc/stat} begins a file, a line
 * {@code == sys/class/net/eth0 -> ../../devices/eth0} is a link.
 */
public final class FileTree {
    private FileTree() {}

    /** Lays the tree of that resource out in the folder. */
    public static Path unpack(String resource, Path folder) {
        try (InputStream in = FileTree.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("there is no " + resource);
            }
            return lay(new String(in.readAllBytes(), StandardCharsets.UTF_8), folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lays it out in the folder; files that are there already are replaced. */
    public static Path lay(String text, Path folder) {
        try {
            Path file = null;
            StringBuilder content = new StringBuilder();
            for (String line : text.split("\n", -1)) {
                if (!line.startsWith("== ")) {
                    content.append(line).append('\n');
                    continue;
                }
                write(file, content);
                content.setLength(0);
                String[] parts = line.substring(3).split(" -> ", 2);
                Path path = folder.resolve(parts[0]);
                Files.createDirectories(path.getParent());
                file = path;
                if (parts.length == 2) {
                    file = null;
                    Files.createSymbolicLink(path, Path.of(parts[1]));
                }
            }
            if (content.length() > 0) {
                // What the last line break begins is no line.
                content.setLength(content.length() - 1);
            }
            write(file, content);
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void write(Path file, CharSequence content) throws IOException {
        if (file != null) {
            Files.writeString(file, content);
        }
    }
}
