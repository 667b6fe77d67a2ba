package io.dbvitals.cli.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MetricsCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter printed = new StringWriter();

    @Test
    void mistakes_areNamed() throws Exception {
        assertThat(failure("--hours", "0")).isEqualTo("--hours must be from 1 to 744, which is a month, not 0");
        assertThat(failure("--hours", "745")).isEqualTo("--hours must be from 1 to 744, which is a month, not 745");
        Path file = Files.writeString(
                folder.resolve("dbvitals.yaml"), "targets: [{name: a, redis: {url: redis://db1:6379}}]\n");
        assertThat(failure("--alone", "--database", "b", "--config", file.toString()))
                .isEqualTo("--database: there is no such target; there are: a");
    }

    @Test
    void targetThatDoesNotAnswer_isTwo_andHistoryThatIsNotThere_isSaid() throws Exception {
        assertThat(alone("")).isEqualTo(2);
        assertThat(printed.toString())
                .startsWith("a: redis, unhealthy: ")
                .contains("  score                      0\n")
                .endsWith("  no history: no service runs that remembers, and no Prometheus is configured: see"
                        + " alerting.prometheus\n");
        assertThat(alone("alerting: {prometheus: 'http://127.0.0.1:1'}\n")).isEqualTo(2);
        assertThat(printed.toString())
                .contains("  no history: the Prometheus at http://127.0.0.1:1 cannot be reached: no connection");
    }

    private int alone(String alerting) throws Exception {
        Path file = Files.writeString(
                folder.resolve("dbvitals.yaml"),
                alerting + "targets: [{name: a, redis: {url: redis://127.0.0.1:1}}]\n");
        CommandLine line = new CommandLine(new MetricsCommand()).setOut(new PrintWriter(printed));
        return line.execute("--alone", "--database", "a", "--config", file.toString());
    }

    private static String failure(String... arguments) {
        StringBuilder said = new StringBuilder();
        CommandLine line = new CommandLine(new MetricsCommand());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            said.append(failure.getMessage());
            return 3;
        });
        assertThat(line.execute(arguments)).isEqualTo(3);
        return said.toString();
    }
}
