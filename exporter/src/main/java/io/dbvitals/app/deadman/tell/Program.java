package io.dbvitals.app.deadman.tell;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs a program, without a shell; what has happened stands in its environment and, as JSON, on its standard input. */
public record Program(List<String> words, Duration timeout) implements Channel {
    public Program {
        words = List.copyOf(words);
    }

    /** Without its arguments, which may hold a secret. */
    @Override
    public String name() {
        return "the program " + words.get(0);
    }

    @Override
    public void tell(News news) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(words).redirectOutput(Redirect.DISCARD).redirectError(Redirect.INHERIT);
        Map<String, String> environment = builder.environment();
        environment.put("DEADMAN_STATUS", news.status());
        environment.put("DEADMAN_TEXT", news.text());
        environment.put("DEADMAN_ALERT", news.alert());
        environment.put(
                "DEADMAN_LAST_SEEN", news.lastSeen().map(Object::toString).orElse(""));
        Process process = builder.start();
        try {
            write(process, news);
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("it did not end within " + timeout.toSeconds() + " s and was killed");
            }
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        if (process.exitValue() != 0) {
            throw new IOException("it ended with status " + process.exitValue());
        }
    }

    private static void write(Process process, News news) {
        try (var input = process.outputWriter()) {
            input.write(news.json());
        } catch (IOException e) {
            // It need not read it: its exit code tells.
            return;
        }
    }
}
