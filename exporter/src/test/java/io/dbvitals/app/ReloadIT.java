package io.dbvitals.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.testing.Backends;
import io.dbvitals.testing.Samples;
import io.dbvitals.testing.TestExporter;
import io.dbvitals.testing.TestServer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReloadIT {
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

    @BeforeEach
    void makeFolder() throws Exception {
        Files.createDirectory(folder.resolve("queries"));
    }

    @Test
    void brokenFile_keepsTheLastGoodConfiguration() throws Exception {
        String good = config(server.target("a", "postgres", ""));
        try (TestExporter exporter = TestExporter.start(folder, good)) {
            assertThat(exporter.samples("/metrics").value("dbvitals_config_last_reload_successful"))
                    .isEqualTo(1);
            write("tragets: []\n");
            assertThatThrownBy(() -> exporter.exporter().reload())
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("dbvitals.yaml:2:1")
                    .hasMessageContaining("targets");
            assertThat(post(exporter).statusCode()).isEqualTo(400);
            assertThat(post(exporter).body()).contains("dbvitals.yaml:2:1");
            Samples page = exporter.samples("/metrics");
            assertThat(page.value("dbvitals_config_last_reload_successful")).isZero();
            assertThat(page.value("pg_up")).isEqualTo(1);

            write(good);
            assertThat(post(exporter).statusCode()).isEqualTo(200);
            assertThat(exporter.samples("/metrics").value("dbvitals_config_last_reload_successful"))
                    .isEqualTo(1);
        }
    }

    @Test
    void targets_comeAndGoWithoutTouchingTheOthers() throws Exception {
        String one = server.target("a", "postgres", ", max_connections: 1");
        String two = server.target("b", "second", ", max_connections: 1");
        try (TestExporter exporter = TestExporter.start(folder, config(one))) {
            Samples alone = exporter.samples("/metrics");
            assertThat(alone.all("pg_up")).singleElement().asString().doesNotContain("target=");
            int pid = pid("postgres");
            write(config(one + two));
            exporter.exporter().reload();
            Samples both = exporter.samples("/metrics");
            assertThat(both.value("pg_up", "target=\"a\"")).isEqualTo(1);
            assertThat(both.value("pg_up", "target=\"b\"")).isEqualTo(1);
            assertThat(pid("postgres")).isEqualTo(pid);
            assertThat(pid("second")).isPositive();

            write(config(one));
            exporter.exporter().reload();
            await().atMost(Duration.ofSeconds(2)).until(() -> pid("second") == 0);
            assertThat(exporter.samples("/metrics").all("pg_up"))
                    .singleElement()
                    .asString()
                    .doesNotContain("target=");
            assertThat(pid("postgres")).isEqualTo(pid);
        }
        await().atMost(Duration.ofSeconds(2)).until(() -> pid("postgres") == 0);
    }

    @Test
    void queryFiles_areSeenWhenTheyChangeAndWhenTheyCome() throws Exception {
        query("mine", 1);
        try (TestExporter exporter = TestExporter.start(folder, config(server.target("a", "postgres", "")))) {
            assertThat(exporter.samples("/metrics").value("mine_value")).isEqualTo(1);
            query("mine", 2);
            query("other", 3);
            await().atMost(Duration.ofSeconds(12))
                    .pollInterval(Duration.ofMillis(300))
                    .until(() -> exporter.samples("/metrics").value("mine_value") == 2);
            assertThat(exporter.samples("/metrics").value("other_value")).isEqualTo(3);
            Files.delete(folder.resolve("queries/other.yaml"));
            post(exporter);
            assertThat(exporter.samples("/metrics").has("other_value")).isFalse();
        }
    }

    private void query(String name, int value) throws Exception {
        Files.writeString(folder.resolve("queries/" + name + ".yaml"), """
                queries:
                  %s: {sql: SELECT %d AS value, columns: {value: {use: gauge}}}
                """.formatted(name, value));
    }

    private void write(String yaml) throws Exception {
        Files.writeString(folder.resolve("dbvitals.yaml"), "listen: 127.0.0.1:0\n" + yaml);
    }

    private static String config(String targets) {
        return "queries: {include: [queries]}\ntargets:\n" + targets;
    }

    private static int pid(String database) throws Exception {
        return Backends.count(
                server,
                "SELECT coalesce(max(pid), 0) FROM pg_stat_activity WHERE usename = 'dbvitals' AND datname = '"
                        + database + "'");
    }

    private static HttpResponse<String> post(TestExporter exporter) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(exporter.uri("/-/reload"))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }
}
