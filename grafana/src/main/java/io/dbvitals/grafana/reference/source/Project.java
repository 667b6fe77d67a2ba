package io.dbvitals.grafana.reference.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The folders of the repository that the reference is made from. */
public record Project(Path root) {
    Path rules() {
        return root.resolve("config/prometheus/rules");
    }

    Path queries() {
        return root.resolve("config/queries");
    }

    Path collectors() {
        return root.resolve("grafana/collectors.tsv");
    }

    /** Pages that tests of the exporter compare with what it serves. */
    Stream<Path> pages() throws IOException {
        Path resources = root.resolve("exporter/src/test/resources");
        return Stream.concat(
                files(resources.resolve("golden")).stream().filter(file -> !file.endsWith("promtool-accepted.txt")),
                files(resources.resolve("reference")).stream());
    }

    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
