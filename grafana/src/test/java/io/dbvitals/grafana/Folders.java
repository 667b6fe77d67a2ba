package io.dbvitals.grafana;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the files are that dashboards must agree with; Maven runs tests in the module's folder. */
final class Folders {
    static final Path DASHBOARDS = Path.of("dashboards");
    static final Path RULES = Path.of("../config/prometheus/rules");
    static final Path RESOURCES = Path.of("../exporter/src/test/resources");

    private Folders() {}

    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    /** The fields, between tabs, of each line that is no comment. */
    static List<List<String>> table(String file) throws IOException {
        return Files.readAllLines(Path.of(file)).stream()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .map(line -> List.of(line.split("\t")))
                .toList();
    }
}
