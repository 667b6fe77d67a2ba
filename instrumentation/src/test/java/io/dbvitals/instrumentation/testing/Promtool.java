package io.dbvitals.instrumentation.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Prometheus's own reader of rules and pages. */
public final class Promtool {
    private Promtool() {}

    /** Skips the test where there is none, unless it is required. */
    public static void isHere() {
        if (!List.of(System.getProperty("services.required", "").split(",")).contains("promtool")) {
            assumeThat(installed()).as("promtool is installed").isTrue();
        }
    }

    /** Runs {@code promtool test rules} on that file. */
    public static void testRules(String file) throws IOException, InterruptedException {
        Path path = Files.createTempFile("rules-test", ".yml");
        Files.writeString(path, file);
        Process promtool = new ProcessBuilder("promtool", "test", "rules", path.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(promtool.waitFor()).as(said + "\n" + file).isZero();
        Files.delete(path);
    }

    /** What {@code promtool check metrics} has against a page; one that it cannot read fails the test. */
    public static List<String> complaints(Page page) throws IOException, InterruptedException {
        Path path = Files.createTempFile("page", ".txt");
        Files.writeString(path, page.text());
        Process promtool = new ProcessBuilder("promtool", "check", "metrics")
                .redirectInput(path.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(promtool.waitFor()).as(said).isIn(0, 3);
        Files.delete(path);
        return said.lines().toList();
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
