package io.dbvitals.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbvitals.guard.audit.AuditLog;
import io.dbvitals.guard.audit.AuditReport;
import io.dbvitals.testing.Backends;
import io.dbvitals.testing.TcpProxy;
import io.dbvitals.testing.TestExporter;
import io.dbvitals.testing.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections that answer, and lead to the wrong server: what a pool cannot notice by itself. */
class OwnPoolIT {
    private static final String OURS = "SELECT count(*) FROM pg_stat_activity WHERE usename = 'dbvitals'";

    private static TestServer before;
    private static TestServer after;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startServers() {
        before = TestServer.start(17);
        after = TestServer.start(18);
        before.execute("CREATE DATABASE in_charge");
        after.execute("CREATE DATABASE in_charge");
    }

    @AfterAll
    static void stopServers() {
        before.close();
        after.close();
    }

    @Test
    void addressThatMoved_isFollowedOnlyByARuleForOurOwnPool() throws Exception {
        Files.writeString(folder.resolve("own.yaml"), """
                queries:
                  in_charge:
                    fatal: true
                    sql: SELECT 1 / count(*) AS value FROM pg_database WHERE datname = 'in_charge'
                    columns: {value: {use: gauge}}
                """);
        try (TcpProxy proxy = TcpProxy.before(before);
                TestExporter exporter = TestExporter.start(folder, yaml(proxy, ""))) {
            assertThat(exporter.samples("/metrics").value("pg_up")).isEqualTo(1);
            before.execute("DROP DATABASE in_charge");
            proxy.leadTo(after.port());
            for (int i = 0; i < 7; i++) {
                assertThat(exporter.samples("/metrics").value("pg_up")).isZero();
            }
            assertThat(Backends.count(before, OURS)).isPositive();

            Files.writeString(folder.resolve("dbvitals.yaml"), "listen: 127.0.0.1:0\n" + yaml(proxy, "own_pool: {}"));
            exporter.exporter().reload();
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> exporter.samples("/metrics").value("pg_up") == 1);
            assertThat(exporter.get("/metrics"))
                    .contains(
                            "dbvitals_guard_actions_total{action=\"reopen\",outcome=\"done\",rule=\"own_pool\",target=\"shop\"} 1.0\n")
                    .contains("dbvitals_threshold{name=\"guard_own_pool\",severity=\"critical\",target=\"\"} 5.0\n");
            await().atMost(Duration.ofSeconds(20)).until(() -> Backends.count(before, OURS) == 0);
            assertThat(Backends.count(after, OURS)).isPositive();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> exporter.get("/metrics")
                            .contains("dbvitals_guard_value{rule=\"own_pool\",target=\"shop\"} 0.0\n"));
        }
        Path log = folder.resolve("audit.jsonl");
        AuditReport report = AuditLog.verify(log);
        assertThat(report.isGood()).as(report.text()).isTrue();
        assertThat(report.actions()).isEqualTo(1);
        assertThat(Files.readAllLines(log)).allMatch(line -> line.contains("\"action\":\"reopen\""));
    }

    private static String yaml(TcpProxy proxy, String rule) {
        return """
                targets:
                  - name: shop
                    postgres: {url: "postgresql://127.0.0.1:%d/postgres", user: dbvitals, password: "%s"}
                queries: {include: [own.yaml]}
                guard:
                  enabled: true
                  dry_run: false
                  interval: 200ms
                  audit_file: audit.jsonl
                  rules:
                    connections: off
                    locks: off
                    %s
                """.formatted(proxy.port(), TestServer.PASSWORD, rule);
    }
}
