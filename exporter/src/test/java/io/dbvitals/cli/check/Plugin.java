package io.dbvitals.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.cli.Commands;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs commands, {@code check} where none is named, as a monitoring system does, and holds each answer to the guidelines of plugins. */
public final class Plugin {
    private static final String LABEL = "('([^']|'')+'|[^\\s'=]+)";
    private static final String NUMBER = "-?\\d+(\\.\\d+)?";
    private static final String RANGE = "(@?(~|" + NUMBER + ")?:?(" + NUMBER + ")?)?";
    private static final String VALUE =
            LABEL + "=" + NUMBER + "(s|ms|us|%|B|KB|MB|GB|TB|c)?(;" + RANGE + "){0,2}(;(" + NUMBER + ")?){0,2}";
    private static final String LINE =
            "[A-Z0-9_]+ (OK|WARNING|CRITICAL|UNKNOWN)(: [^|\\n]+)?( \\| " + VALUE + "( " + VALUE + ")*)?(\\n[^|]*)?\\n";

    private final Path file;

    public Plugin(Path folder) {
        this.file = folder.resolve("dbvitals.yaml");
    }

    /** What it printed, and its exit code. */
    public record Answer(int code, String text) {
        public String line() {
            return text.lines().findFirst().orElse("");
        }
    }

    /** As {@code check} does. */
    Answer check(String targets, String... arguments) {
        return lined(run(targets, arguments));
    }

    /** In whatever format. */
    Answer run(String targets, String... arguments) {
        return run("check", targets, List.of(arguments));
    }

    /** Another command. */
    public Answer run(String command, String targets, List<String> arguments) {
        try {
            Files.writeString(file, "targets:\n" + targets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> all = new ArrayList<>(List.of(command, "--config", file.toString()));
        all.addAll(arguments);
        return command(all.toArray(String[]::new));
    }

    /** Whether it is as the guidelines want it. */
    public static Answer lined(Answer answer) {
        assertThat(answer.text()).matches(LINE).doesNotContain("NaN", "Infinity");
        String state = List.of("OK", "WARNING", "CRITICAL", "UNKNOWN").get(answer.code());
        assertThat(answer.line()).matches("[A-Z0-9_]+ " + state + "(:.*)?");
        return answer;
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
