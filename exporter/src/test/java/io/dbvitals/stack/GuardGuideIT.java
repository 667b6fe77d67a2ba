package io.dbvitals.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbvitals.cli.Commands;
import io.dbvitals.guard.postgres.Crowd;
import io.dbvitals.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guide to the guard, followed step by step with one transaction that is left open: the commands print what it shows. */
class GuardGuideIT {
    @TempDir
    private Path folder;

    @Test
    void commands_printWhatIsShown() throws Exception {
        try (TestServer server = TestServer.start(17)) {
            server.execute("GRANT pg_signal_backend TO dbvitals");
            String config = config(server).toString();
            try (Connection left = new Crowd(server).leftOpen("web")) {
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> run("cleanup", "--config", config).code() == 1);

                assertThat(run("health-check", "--config", config)).isEqualTo(shown("health-check", 1));
                assertThat(run("cleanup", "--config", config)).isEqualTo(shown("cleanup", 1));
                assertThat(run("cleanup", "--rule", "idle_in_transaction", "--execute", "--config", config))
                        .isEqualTo(shown("executed", 0));
                assertThat(left.isValid(5)).isFalse();
            }
            assertThat(run("guard", "audit", "verify", "--config", config)).isEqualTo(shown("verified", 0));
            assertThat(run("guard", "restore", "--config", config).code()).isZero();
        }
    }

    /** That of the guide, with this server, and without the wait of minutes. */
    private Path config(TestServer server) throws IOException {
        String yaml = GuidePage.of("guard")
                .block("dbvitals.yaml")
                .text()
                .replace("db1:5432", "127.0.0.1:" + server.port())
                .replace("password_file: /run/secrets/pg", "password: " + TestServer.PASSWORD)
                .replace("/var/log/dbvitals/", folder + "/")
                .replace("min_age: 5m", "min_age: 1s");
        return Files.writeString(folder.resolve("dbvitals.yaml"), yaml);
    }

    /** Without what differs from run to run. */
    private record Said(int code, String text) {
        static Said of(int code, String text) {
            return new Said(
                    code,
                    text.replaceAll("terminate \\d+", "terminate 4242")
                            .replaceAll("(\\d+\\.){3}\\d+:\\d+\\)", "127.0.0.1:51234)")
                            .replaceAll("for \\w+,", "for 12m,")
                            .replaceAll("(connections|locks): \\d+", "$1: 2")
                            .replaceAll("\\d+ points", "75 points")
                            .replaceAll("-\\d+\\.\\d points", "-3.1 points")
                            .replaceAll("PostgreSQL [\\d.]+", "PostgreSQL 17.4")
                            .replaceAll("answers in [\\d.]+ ms", "answers in 0.4 ms"));
        }
    }

    private static Said shown(String name, int code) throws IOException {
        return Said.of(code, GuidePage.of("guard").block(name).text());
    }

    private static Said run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        try {
            return Said.of(Commands.run(arguments), out.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(before);
        }
    }
}
