package io.dbvitals.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.cli.terminal.ExitCode;
import io.dbvitals.guard.audit.AuditLog;
import io.dbvitals.testing.TestExporter;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SetThresholdTest {
    private static final String CONFIG = """
            targets: [{name: cache, redis: {}}]
            thresholds: {hit_ratio: {warning: 0.8}}
            guard: {audit_file: audit.jsonl}
            """;

    @TempDir
    private Path folder;

    private String printed = "";

    @Test
    void file_isChangedAlone() throws Exception {
        Files.writeString(folder.resolve("dbvitals.yaml"), CONFIG);
        assertThat(run("hit_ratio", "--warning", "0.7", "--critical", "0.2", "--alone"))
                .isZero();
        assertThat(printed)
                .isEqualTo("hit_ratio warning 0.8 → 0.7, critical default → 0.2, in "
                        + folder.resolve("dbvitals.overrides.yaml") + "\n");
        assertThat(run("hit_ratio", "--target", "cache", "--warning", "0.5", "--alone"))
                .isZero();
        assertThat(printed).startsWith("cache: hit_ratio warning default → 0.5, in ");
        assertThat(run("hit_ratio", "--reset", "--alone")).isZero();
        assertThat(printed).startsWith("hit_ratio warning 0.7 → 0.8, critical 0.2 → default, in ");
        assertThat(AuditLog.verify(folder.resolve("audit.jsonl")).isGood()).isTrue();
    }

    @Test
    void mistake_isToldAndChangesNothing() throws Exception {
        Files.writeString(folder.resolve("dbvitals.yaml"), CONFIG);
        assertThat(run("hit_ratio", "--alone")).isEqualTo(ExitCode.MISUSE);
        assertThat(printed).contains("give --warning, --critical or both, or --reset");
        assertThat(run("hit_ratio", "--reset", "--warning", "0.5", "--alone")).isEqualTo(ExitCode.MISUSE);
        assertThat(printed).contains("--reset and a number are both given; remove one");
        assertThat(run("hit_ratio", "--warning", "50", "--alone")).isEqualTo(ExitCode.MISUSE);
        assertThat(printed).contains("must be a share from 0 to 1, not 50 (50 % is 0.5)");
        assertThat(run("hit_ratio", "--warning", "low", "--alone")).isEqualTo(ExitCode.MISUSE);
        assertThat(folder.resolve("dbvitals.overrides.yaml")).doesNotExist();
    }

    @Test
    void service_isAskedWithAToken() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "a-token-of-an-administrator-0123456789");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        try (TestExporter exporter =
                TestExporter.start(folder, CONFIG + "api: {tokens: [{name: alice, role: admin, file: token}]}\n")) {
            String service = "http://127.0.0.1:" + exporter.exporter().port();
            assertThat(run("hit_ratio", "--warning", "0.7", "--service", service, "--token-file", token.toString()))
                    .as(printed)
                    .isZero();
            assertThat(printed).isEqualTo("hit_ratio warning 0.8 → 0.7, by the service at " + service + "\n");
            assertThat(exporter.samples("/metrics/self")
                            .value("dbvitals_threshold", "name=\"hit_ratio\"", "severity=\"warning\""))
                    .isEqualTo(0.7);
            assertThat(run("hit_ratio", "--warning", "70", "--service", service, "--token-file", token.toString()))
                    .isEqualTo(ExitCode.MISUSE);
            assertThat(printed).contains("must be a share from 0 to 1, not 70 (70 % is 0.7)");
            assertThat(run("hit_ratio", "--warning", "0.6", "--service", service))
                    .isEqualTo(ExitCode.MISUSE);
        }
    }

    private int run(String... arguments) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        PrintStream out = System.out;
        PrintStream err = System.err;
        try (PrintStream both = new PrintStream(all, true, StandardCharsets.UTF_8)) {
            System.setOut(both);
            System.setErr(both);
            return Commands.run(Stream.of(
                            List.of("config", "set-threshold"),
                            List.of(arguments),
                            List.of("--config", folder.resolve("dbvitals.yaml").toString()))
                    .flatMap(List::stream)
                    .toArray(String[]::new));
        } finally {
            System.setOut(out);
            System.setErr(err);
            printed = all.toString(StandardCharsets.UTF_8);
        }
    }
}
