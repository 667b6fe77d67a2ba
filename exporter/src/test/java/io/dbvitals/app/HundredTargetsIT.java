package io.dbvitals.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.testing.Backends;
import io.dbvitals.testing.Samples;
import io.dbvitals.testing.TestExporter;
import io.dbvitals.testing.TestServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HundredTargetsIT {
    private static TestServer server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startServer() throws Exception {
        server = TestServer.start(17, Map.of("max_connections", "250"));
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void hundredTargets_needNoThreadEach() throws Exception {
        StringBuilder targets = new StringBuilder("""
                scrape: {threads: 16, budget: 20s}
                queries: {disable: ["pg_stat_statements*"]}
                targets:
                """);
        for (int i = 100; i < 200; i++) {
            targets.append(server.target("t" + i, "postgres", ", max_connections: 1"));
        }
        int before = Thread.getAllStackTraces().size();
        try (TestExporter exporter = TestExporter.start(folder, targets.toString());
                Backends backends = Backends.watch(server)) {
            for (int i = 0; i < 2; i++) {
                long start = System.nanoTime();
                Samples page = exporter.samples("/metrics");
                assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
                assertThat(page.all("pg_up", "} 1.0")).hasSize(100);
                assertThat(page.failed()).isEmpty();
            }
            assertThat(Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> thread.getName().matches("scrape-\\d+")))
                    .hasSizeLessThanOrEqualTo(16 + 8);
            assertThat(Thread.getAllStackTraces()).hasSizeLessThan(before + 50);
            assertThat(backends.most()).isBetween(1, 100);
        }
    }
}
