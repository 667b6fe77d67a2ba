package io.dbvitals.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The server programs of this machine. */
final class MySqlProgram {
    private MySqlProgram() {}

    /** How it is called; skips the test where it is not there, unless it is among {@code services.required}. */
    static List<String> required(String name) {
        Optional<String> program = program(name);
        if (!List.of(System.getProperty("services.required", "").split(",")).contains(name)) {
            assumeThat(program).as(name + " is installed").isPresent();
        }
        assertThat(program).as(name).isPresent();
        return List.of(program.get().split(" "));
    }

    private static Optional<String> program(String name) {
        if (!System.getProperty(name, "").isEmpty()) {
            return Optional.of(System.getProperty(name));
        }
        return Stream.concat(
                        Stream.of(System.getenv("PATH").split(File.pathSeparator)),
                        Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                // MariaDB's packages bring a mysqld too, which is a link or the server itself.
                .filter(file -> name.equals("mariadbd") || !saysMariaDb(file))
                .map(Path::toString)
                .findFirst();
    }

    private static boolean saysMariaDb(Path program) {
        try {
            Process version = new ProcessBuilder(program.toString(), "--version").start();
            return new String(version.getInputStream().readAllBytes(), StandardCharsets.UTF_8).contains("MariaDB");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
