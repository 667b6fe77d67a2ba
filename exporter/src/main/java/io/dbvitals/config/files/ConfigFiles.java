package io.dbvitals.config.files;

import io.dbvitals.config.Config;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which files make up the configuration: the main file and the query files that its includes find now. */
public final class ConfigFiles {
    private ConfigFiles() {}

    /** The web configuration is left out, as the HTTP server reads it anew itself; passwords are, as they are read at use. */
    public static List<Path> of(Config config) {
        Set<Path> files = new TreeSet<>(config.files());
        for (Config.Include include : config.queries().include()) {
            files.addAll(matching(include.path()));
        }
        return List.copyOf(files);
    }

    /**
     * What a path of {@code queries.include} means now: itself when it is a file, or does not exist; the YAML files right in
     * it when it is a folder; those that match when its last part is a glob. Sorted by name.
     */
    public static List<Path> matching(String path) {
        Path whole = Path.of(path);
        String last = String.valueOf(whole.getFileName());
        boolean glob = !Files.exists(whole) && last.matches(".*[*?\\[{].*");
        if (!glob && !Files.isDirectory(whole)) {
            return List.of(whole);
        }
        Path folder = glob ? whole.toAbsolutePath().getParent() : whole;
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, glob ? last : "*.{yml,yaml}")) {
            for (Path file : files) {
                if (Files.isRegularFile(file)) {
                    found.add(file);
                }
            }
        } catch (IOException e) {
            // A folder that is not there now may come back; until then it holds no files.
            return List.of();
        }
        found.sort(null);
        return found;
    }
}
