package io.dbvitals.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process of a test's own that is killed where it says so. */
public final class KilledProcess {
    private KilledProcess() {}

    /**
     * Runs it until it prints that line, and kills it.
     *
     * @param folder for what it says besides
     */
    public static void at(String line, Path folder, Class<?> main, String... arguments) throws IOException {
        Path errors = Files.createTempFile(folder, "process", ".err");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        command.addAll(List.of(arguments));
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            String said = lines.readLine();
            while (said != null && !said.equals(line)) {
                said = lines.readLine();
            }
            assertThat(said).as(() -> read(errors)).isEqualTo(line);
        } finally {
            process.destroyForcibly();
            process.onExit().join();
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
