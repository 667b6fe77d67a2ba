package io.dbvitals.cli.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MetricsCommandTest {
    @TempDir
    private Path folder;

    @Test
    void mistakes_areNamed() throws Exception {
        assertThat(failure("--hours", "0")).isEqualTo("--hours must be from 1 to 744, which is a month, not 0");
        assertThat(failure("--hours", "745")).isEqualTo("--hours must be from 1 to 744, which is a month, not 745");
        Path file = Files.writeString(
                folder.resolve("dbvitals.yaml"), "targets: [{name: a, redis: {url: redis://db1:6379}}]\n");
        assertThat(failure("--alone", "--database", "b", "--config", file.toString()))
                .isEqualTo("--database: there is no such target; there are: a");
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
