package io.dbvitals.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Prometheus's own reader of pages. */
final class Promtool {
    private Promtool() {}

    /** What {@code promtool check metrics} has against the page's names; a page that it cannot read fails the test. */
    static Set<String> complaints(String page) throws IOException, InterruptedException {
        if (!List.of(System.getProperty("services.required", "").split(",")).contains("promtool")) {
            assumeThat(installed()).as("promtool is installed").isTrue();
        }
        Path file = Files.createTempFile("page", ".txt");
        Files.writeString(file, page);
        Process promtool = new ProcessBuilder("promtool", "check", "metrics")
                .redirectInput(file.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        // 0: nothing to say; 3: complaints about names; anything else: not a page.
        assertThat(promtool.waitFor()).as(said).isIn(0, 3);
        Files.delete(file);
        return new TreeSet<>(said.lines().toList());
    }

    /** Complaints about names that other exporters gave, which dashboards know. */
    static Set<String> accepted() throws IOException {
        try (InputStream list = Promtool.class.getResourceAsStream("/golden/promtool-accepted.txt")) {
            return new TreeSet<>(new String(list.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList());
        }
    }

    private static boolean installed() {
        try {
            new ProcessBuilder("promtool", "--version").start().destroy();
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
