package io.dbvitals.cli.health.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbvitals.cli.Commands;
import io.dbvitals.cli.check.Plugin;
import io.dbvitals.cli.terminal.ExitCode;
import io.dbvitals.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code replication} on a real primary and its standby. */
class ReplicationCommandIT {
    private static TestServer primary;
    private static TestServer standby;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() {
        primary = TestServer.start(16);
        standby = primary.standby("mirror");
        write();
    }

    @AfterAll
    static void stop() {
        standby.close();
        primary.close();
    }

    @Test
    void healthyPair_isOk_inBothFormats() throws Exception {
        Answer answer = until(ExitCode.OK, "--replicas", "1");
        assertThat(answer.text()).containsPattern("""
                        p \\(postgres, 127.0.0.1:\\d+\\): ok, a primary
                          standby   mirror: streaming, 0.0 s and 0.0 MiB behind
                          slot      mirror: active, keeps [0-9.]+ MiB, reserved
                          lag       steady
                        r \\(postgres, 127.0.0.1:\\d+\\): ok, a replica
                          channel   from 127.0.0.1:\\d+: receiver runs, replay runs, 0.0 s and 0.0 MiB behind
                          lag       steady
                        """);
        assertThat(until(ExitCode.OK, "--format", "json").text())
                .startsWith("{\"status\":\"ok\",\"timestamp\":\"20")
                .contains(
                        "\"role\":\"primary\",\"visible\":true,\"timeline\":1,\"lag_seconds\":0.0,\"lag_bytes\":0.0,"
                                + "\"trend\":\"steady\",",
                        "\"caught_up_in_seconds\":null,\"channels\":[],\"standbys\":[{\"name\":\"mirror\","
                                + "\"state\":\"streaming\",\"synchronous\":false,\"lag_seconds\":0.0,",
                        "\"slots\":[{\"name\":\"mirror\",\"logical\":false,\"active\":true,",
                        "\"channels\":[{\"name\":\"\",\"source\":\"127.0.0.1:" + primary.port()
                                + "\",\"receiver\":\"runs\",\"applier\":\"runs\",");
    }

    @Test
    void missingReplica_isCritical() throws Exception {
        Answer answer = until(ExitCode.CRITICAL, "--replicas", "2", "--interval", "0");
        assertThat(answer.text())
                .contains("  critical  1 of 2 replicas do not follow this server\n            to do  start them")
                .doesNotContain("  lag ");
        Answer plugin = run("--replicas", "2", "--interval", "0", "--format", "nagios");
        Plugin.lined(new Plugin.Answer(plugin.code(), plugin.text()));
        assertThat(plugin.text()).startsWith("DBVITALS_REPLICATION CRITICAL: ").contains(" standbys'=1", " lag'=");
    }

    @Test
    void lagThatGrows_isAWarning() throws Exception {
        standby.execute("SELECT pg_wal_replay_pause()");
        CompletableFuture<Void> writing = new CompletableFuture<>();
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            while (!writing.isDone()) {
                write();
            }
        });
        try {
            Answer answer = await().atMost(Duration.ofSeconds(60))
                    .until(() -> run("--interval", "1s"), seen -> seen.text().contains("the lag grows"));
            assertThat(answer.code()).isEqualTo(ExitCode.WARNING);
            assertThat(answer.text()).contains("  lag       growing\n", "  warning   replay is paused: ");
        } finally {
            writing.complete(null);
            writer.join();
            standby.execute("SELECT pg_wal_replay_resume()");
        }
        until(ExitCode.OK);
    }

    @Test
    void deadTarget_noTarget_andMistakes() throws Exception {
        Answer dead = on("  - {name: d, postgres: {url: 'postgresql://u@127.0.0.1:1/app'}}\n");
        assertThat(dead.code()).isEqualTo(ExitCode.CRITICAL);
        assertThat(dead.text()).startsWith("d (postgres, 127.0.0.1:1): critical\n  ");
        Answer plugin = on("  - {name: d, postgres: {url: 'postgresql://u@127.0.0.1:1/app'}}\n", "--format", "nagios");
        Plugin.lined(new Plugin.Answer(plugin.code(), plugin.text()));
        assertThat(plugin.text()).startsWith("DBVITALS_REPLICATION CRITICAL: d: ");
        Answer none = on("  - {name: h, host: {}}\n");
        assertThat(none.code()).isEqualTo(ExitCode.MISUSE);
        assertThat(none.text()).isEqualTo("no database was selected\n");
        assertThat(run("--interval", "often")).satisfies(answer -> {
            assertThat(answer.code()).isEqualTo(ExitCode.MISUSE);
            assertThat(answer.text()).contains("--interval must be a duration such as 100ms, 10s or 5m, not \"often\"");
        });
        assertThat(run("--replicas", "-1").text()).contains("--replicas must be 0 or more, not -1");
    }

    private record Answer(int code, String text) {}

    private static void write() {
        primary.execute(
                "SET synchronous_commit = local",
                "DROP TABLE IF EXISTS filler",
                "CREATE TABLE filler AS SELECT repeat('x', 1000) AS x FROM generate_series(1, 4000)");
    }

    private Answer until(int code, String... arguments) {
        return await().atMost(Duration.ofSeconds(60)).until(() -> run(arguments), answer -> answer.code() == code);
    }

    private Answer run(String... arguments) throws Exception {
        return on(primary.target("p", "postgres", "") + standby.target("r", "postgres", ""), arguments);
    }

    private Answer on(String targets, String... arguments) throws Exception {
        Path file = folder.resolve("dbvitals.yaml");
        Files.writeString(file, "targets:\n" + targets);
        List<String> all = new ArrayList<>(List.of("replication", "--config", file.toString()));
        all.addAll(List.of(arguments));
        PrintStream usual = System.out;
        PrintStream usualErr = System.err;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            PrintStream both = new PrintStream(out, true, StandardCharsets.UTF_8);
            System.setOut(both);
            System.setErr(both);
            int code = Commands.run(all.toArray(String[]::new));
            return new Answer(code, out.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(usual);
            System.setErr(usualErr);
        }
    }
}
