package io.dbvitals.query.load;

import io.dbvitals.config.Config.Include;
import io.dbvitals.config.yaml.Problems;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * The files that one include means.
 *
 * @param files in lexical order
 * @param watched the files, and the folder in which further ones may appear
 * @param folder whether the include names a folder
 */
record IncludedPaths(List<Path> files, List<Path> watched, boolean folder) {
    private static final int DEEP = 16;

    /** A file, the {@code *.yml} and {@code *.yaml} directly in a folder, or all files that a glob matches. */
    static IncludedPaths of(Include include, Path base, Problems problems, Problems warnings) {
        try {
            String text = include.path();
            int glob = firstOf(text, "*?[{");
            if (glob < 0 || Files.exists(base.resolve(text))) {
                return plain(base.resolve(text).normalize(), include, problems, warnings);
            }
            return glob(text, glob, include, base, warnings);
        } catch (InvalidPathException | PatternSyntaxException e) {
            problems.add(include.position(), "\"" + include.path() + "\" is no path and no glob: " + e.getMessage());
        } catch (IOException e) {
            problems.add(include.position(), "\"" + include.path() + "\" cannot be listed: " + e.getMessage());
        }
        return new IncludedPaths(List.of(), List.of(), false);
    }

    private static IncludedPaths plain(Path path, Include include, Problems problems, Problems warnings)
            throws IOException {
        if (!Files.isDirectory(path)) {
            if (!Files.exists(path)) {
                problems.add(include.position(), "the query file " + path + " does not exist");
            }
            return new IncludedPaths(Files.exists(path) ? List.of(path) : List.of(), List.of(path), false);
        }
        List<Path> files;
        try (Stream<Path> children = Files.list(path)) {
            files = children.filter(IncludedPaths::isYaml)
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
        if (files.isEmpty()) {
            warnings.add(include.position(), "the folder " + path + " holds no *.yml or *.yaml");
        }
        return new IncludedPaths(files, watched(files, path), true);
    }

    private static IncludedPaths glob(String text, int glob, Include include, Path base, Problems warnings)
            throws IOException {
        int slash = text.lastIndexOf('/', glob);
        Path root = base.resolve(slash < 0 ? "" : text.substring(0, slash + 1)).normalize();
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + text.substring(slash + 1));
        List<Path> files = List.of();
        if (Files.isDirectory(root)) {
            int depth =
                    text.indexOf("**") >= 0 ? DEEP : text.substring(slash + 1).split("/", -1).length;
            try (Stream<Path> paths = Files.walk(root, depth)) {
                files = paths.filter(Files::isRegularFile)
                        .filter(path -> matcher.matches(root.relativize(path)))
                        .sorted()
                        .toList();
            }
        }
        if (files.isEmpty()) {
            warnings.add(include.position(), "no file matches \"" + text + "\"");
        }
        return new IncludedPaths(files, watched(files, root), false);
    }

    private static List<Path> watched(List<Path> files, Path folder) {
        List<Path> watched = new ArrayList<>(files);
        watched.add(folder);
        return watched;
    }

    private static boolean isYaml(Path path) {
        String name = path.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".yml") || name.endsWith(".yaml");
    }

    private static int firstOf(String text, String characters) {
        for (int i = 0; i < text.length(); i++) {
            if (characters.indexOf(text.charAt(i)) >= 0) {
                return i;
            }
        }
        return -1;
    }
}
