package io.dbvitals.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.testing.Samples;
import io.dbvitals.testing.TestExporter;
import io.dbvitals.testing.TestServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProbeIT {
    private static TestServer server;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startServer() throws Exception {
        server = TestServer.start(17);
        server.execute("CREATE DATABASE second");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void probe_givesWhatMetricsGive() throws Exception {
        try (TestExporter exporter = exporter()) {
            exporter.get("/metrics");
            String probed = exporter.get("/probe?target=127.0.0.1:" + server.port());
            assertThat(families(probed)).isEqualTo(families(exporter.get("/metrics")));
            Samples first = Samples.of(probed);
            assertThat(first.failed()).isEmpty();
            assertThat(first.value("pg_up")).isEqualTo(1);

            Samples other = exporter.samples("/probe?module=small&target=localhost:" + server.port() + "/second");
            assertThat(other.value("pg_up", "server=\"localhost:" + server.port() + "\""))
                    .isEqualTo(1);
            assertThat(other.value("dbvitals_target_connections_limit")).isEqualTo(1);
            Samples again = exporter.samples("/probe?target=127.0.0.1:" + server.port());
            assertThat(again.all("pg_up"))
                    .as("labels that do not depend on who else is probed")
                    .isEqualTo(first.all("pg_up"));
            assertThat(exporter.samples("/probe?collect[]=pg_locks&target=127.0.0.1:" + server.port())
                            .all("dbvitals_collector_success"))
                    .singleElement()
                    .asString()
                    .contains("pg_locks");
        }
    }

    @Test
    void whatMayNotBeProbed_isRefusedWithTheRemedy() throws Exception {
        try (TestExporter exporter = exporter()) {
            assertRefused(
                    exporter, "target=127.0.0.2:5432", 403, "127.0.0.2:5432 may not be probed; name it in probe.allow");
            assertRefused(
                    exporter, "target=127.0.0.1:" + server.port() + "&module=nope", 400, "there is no module \"nope\"");
            assertRefused(exporter, "target=user:pw@127.0.0.1:5432", 400, "target must be host, host:port");
            assertRefused(exporter, "target=127.0.0.1:99999", 400, "there is no port 99999");
            assertRefused(exporter, "", 400, "the parameter 'target' is missing");
        }
    }

    @Test
    void probedServerThatIsDown_isAPageThatSaysSo() throws Exception {
        try (TestExporter exporter = exporter()) {
            Samples page = exporter.samples("/probe?target=localhost:1");
            assertThat(page.value("pg_up")).isZero();
        }
    }

    private static void assertRefused(TestExporter exporter, String query, int status, String message)
            throws Exception {
        HttpResponse<String> answer = exporter.answer("/probe?" + query);
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).contains(message);
    }

    private static Set<String> families(String page) {
        return page.lines()
                .filter(line -> line.startsWith("# TYPE pg_"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private TestExporter exporter() throws Exception {
        return TestExporter.start(folder, """
                targets:
                %sprobe:
                  allow: ["127.0.0.1:%d", localhost]
                  modules:
                    default: {user: dbvitals, password: "%s"}
                    small: {user: dbvitals, password: "%s", max_connections: 1}
                """.formatted(
                        server.target("a", "postgres", ""), server.port(), TestServer.PASSWORD, TestServer.PASSWORD));
    }
}
