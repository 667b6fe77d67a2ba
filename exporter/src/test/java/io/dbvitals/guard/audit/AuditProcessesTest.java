package io.dbvitals.guard.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One log, several processes, some of which are killed. */
class AuditProcessesTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("audit.jsonl");
    }

    @Test
    void killBetweenTheTwoRecords_isTold() throws Exception {
        Process writer = start("begin");
        try (BufferedReader out = new BufferedReader(new InputStreamReader(writer.getInputStream(), UTF_8))) {
            assertThat(out.readLine()).isEqualTo("begun");
        }
        writer.destroyForcibly().waitFor();

        AuditReport report = AuditLog.verify(file);
        assertThat(report.isGood()).isFalse();
        assertThat(report.text())
                .matches("audit\\.jsonl:1: action 1 has no outcome: terminate on primary, pid 4242, begun \\S+Z; it was"
                        + " interrupted, or goes on\n1 records, 1 actions, 0 events: not good");
    }

    @RepeatedTest(3)
    void killAtAnyTime_leavesAChainThatGoesOn() throws Exception {
        Process writer = start("times", "1000000");
        Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> Files.exists(file) && Files.size(file) > 50_000);
        writer.destroyForcibly().waitFor();
        new AuditLog(file, Clock.systemUTC()).event(AuditEntry.of("start", ""));

        AuditReport report = AuditLog.verify(file);
        assertThat(report.records()).isGreaterThan(100);
        assertThat(report.findings())
                .extracting(AuditReport.Finding::kind)
                .isSubsetOf(AuditReport.Kind.INTERRUPTED, AuditReport.Kind.TORN)
                .doesNotHaveDuplicates();
    }

    @Test
    void twoProcessesAndManyThreads_writeOneChain() throws Exception {
        Process one = start("times", "50");
        Process two = start("times", "50");
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Future<Void>> done = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            done.add(threads.submit(() -> {
                AuditWriter.actions(new AuditLog(file, Clock.systemUTC()), 25);
                return null;
            }));
        }
        for (Future<Void> each : done) {
            each.get();
        }
        threads.shutdown();
        assertThat(new String(one.getInputStream().readAllBytes(), UTF_8)).isEmpty();
        assertThat(new String(two.getInputStream().readAllBytes(), UTF_8)).isEmpty();

        assertThat(AuditLog.verify(file)).isEqualTo(new AuditReport(400, 200, 0, List.of()));
    }

    private Process start(String... what) throws Exception {
        return new ProcessBuilder(AuditWriter.command(file, what))
                .redirectErrorStream(true)
                .start();
    }
}
