package io.dbvitals.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.cli.Commands;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs {@code dbvitals check} as a monitoring system does, and holds each answer to the guidelines of plugins. */
final class Plugin {
    private static final String LABEL = "('([^']|'')+'|[^\\s'=]+)";
    private static final String NUMBER = "-?\\d+(\\.\\d+)?";
    private static final String RANGE = "(@?(~|" + NUMBER + ")?:?(" + NUMBER + ")?)?";
    private static final String VALUE =
            LABEL + "=" + NUMBER + "(s|ms|us|%|B|KB|MB|GB|TB|c)?(;" + RANGE + "){0,2}(;(" + NUMBER + ")?){0,2}";
    private static final String LINE =
            "[A-Z0-9_]+ (OK|WARNING|CRITICAL|UNKNOWN)(: [^|\\n]+)?( \\| " + VALUE + "( " + VALUE + ")*)?(\\n[^|]*)?\\n";

    private final Path file;

    Plugin(Path folder) {
        this.file = folder.resolve("dbvitals.yaml");
    }

    /** What it printed, and its exit code. */
    record Answer(int code, String text) {
        String line() {
            return text.lines().findFirst().orElse("");
        }
    }

    Answer check(String targets, String... arguments) {
        Answer answer = run(targets, arguments);
        assertThat(answer.text()).matches(LINE).doesNotContain("NaN", "Infinity");
        String state = List.of("OK", "WARNING", "CRITICAL", "UNKNOWN").get(answer.code());
        assertThat(answer.line()).matches("[A-Z0-9_]+ " + state + "(:.*)?");
        return answer;
    }

    /** In whatever format. */
    Answer run(String targets, String... arguments) {
        try {
            Files.writeString(file, "targets:\n" + targets);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        List<String> all = new ArrayList<>(List.of("check", "--config", file.toString()));
        all.addAll(List.of(arguments));
        return command(all.toArray(String[]::new));
    }

    static Answer command(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream realOut = System.out;
        PrintStream realErr = System.err;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
        try {
            int code = Commands.run(arguments);
            return new Answer(code, out.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(realOut);
            System.setErr(realErr);
        }
    }
}
