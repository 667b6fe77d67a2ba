package io.dbvitals.cli.health.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.cli.Commands;
import io.dbvitals.cli.terminal.ExitCode;
import io.dbvitals.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command over several targets, good and bad ones. */
class DiagnoseCommandIT {
    @TempDir
    private Path folder;

    @Test
    void command_triesAllTargetsAndEndsWithTheWorst() throws Exception {
        try (TestServer server = TestServer.start(17)) {
            server.execute("CREATE ROLE plain LOGIN");
            Path config = Files.writeString(
                    folder.resolve("dbvitals.yaml"),
                    "targets:\n" + server.target("good", "postgres", "") + server.target("gone", "gone", "")
                            + "  - {name: plain, postgres: {url: \"" + server.url("postgres") + "\", user: plain}}\n"
                            + "  - {name: machine, host: {}}\n");

            Answer all = run("--config", config.toString());
            assertThat(all.code()).isEqualTo(ExitCode.CRITICAL);
            assertThat(all.text().lines().filter(line -> !line.startsWith(" ")))
                    .containsExactly(
                            "good (postgres, 127.0.0.1:" + server.port() + "): ok",
                            "gone (postgres, 127.0.0.1:" + server.port() + "): error at database",
                            "plain (postgres, 127.0.0.1:" + server.port() + "): warning at privileges",
                            "machine (host): ok");
            assertThat(all.text())
                    .contains("-> CREATE DATABASE \"gone\"", "-> GRANT pg_monitor TO \"plain\"")
                    .doesNotContain(TestServer.PASSWORD);

            Answer json = run("--config", config.toString(), "--target", "go*", "--format", "json");
            assertThat(json.code()).isEqualTo(ExitCode.CRITICAL);
            assertThat(json.text())
                    .startsWith("{\"status\":\"error\",")
                    .contains("\"target\":\"good\"", "\"failed_step\":null", "\"failed_step\":\"database\"")
                    .doesNotContain("\"target\":\"plain\"", TestServer.PASSWORD);
            assertThat(run("--config", config.toString(), "--target", "good").code())
                    .isEqualTo(ExitCode.OK);
            assertThat(run("--config", config.toString(), "--target", "plain").code())
                    .isEqualTo(ExitCode.WARNING);
            Answer nobody = run("--config", config.toString(), "--target", "nobody");
            assertThat(nobody.code()).isEqualTo(ExitCode.MISUSE);
            assertThat(nobody.text()).contains("there is no such target");
        }
    }

    private record Answer(int code, String text) {}

    private static Answer run(String... arguments) {
        String[] all = new String[arguments.length + 1];
        all[0] = "diagnose";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        PrintStream usual = System.out;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            int code = Commands.run(all);
            return new Answer(code, out.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(usual);
        }
    }
}
