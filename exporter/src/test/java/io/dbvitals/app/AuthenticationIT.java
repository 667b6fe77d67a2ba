package io.dbvitals.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.dbvitals.testing.Samples;
import io.dbvitals.testing.TestExporter;
import io.dbvitals.testing.TestFolder;
import io.dbvitals.testing.TestServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class AuthenticationIT {
    private static TestServer server;
    private static Path serverLog;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startServer() throws Exception {
        serverLog = TestFolder.create("dbvitals-log");
        server = TestServer.start(
                17,
                java.util.Map.of(
                        "logging_collector",
                        "on",
                        "log_directory",
                        serverLog.toString(),
                        "log_filename",
                        "server.log"));
        server.execute("CREATE DATABASE closed", "CREATE DATABASE open");
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void wrongPassword_isDeniedWithTheRemedyAndTriedRarelyUntilTheFileChanges() throws Exception {
        server.authenticate("host all dbvitals all scram-sha-256");
        Path password = Files.writeString(folder.resolve("password"), "not-the-password\n");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        Logger root = (Logger) LoggerFactory.getLogger("io.dbvitals");
        root.addAppender(log);
        try (TestExporter exporter = TestExporter.start(folder, """
                targets: [{name: a, postgres: {url: "%s", user: dbvitals, password_file: "%s"}}]
                """.formatted(server.url("postgres"), password))) {
            long before = refusals();
            for (int i = 0; i < 5; i++) {
                Samples page = exporter.samples("/metrics");
                assertThat(page.value("pg_up")).isZero();
                assertThat(page.value("dbvitals_collector_errors_total", "reason=\"denied\""))
                        .isEqualTo(i + 1);
            }
            assertThat(refusals() - before).isEqualTo(1);
            assertThat(log.list.stream().map(ILoggingEvent::getFormattedMessage))
                    .filteredOn(line -> line.contains("is down"))
                    .singleElement()
                    .asString()
                    .contains("denied", "check user and password")
                    .doesNotContain("not-the-password");
            assertThat(exporter.answer("/health").body())
                    .contains("check user and password")
                    .contains("tried again in")
                    .doesNotContain("not-the-password");

            Files.writeString(password, TestServer.PASSWORD + "\n");
            Samples page = exporter.samples("/metrics");
            assertThat(page.value("pg_up")).isEqualTo(1);
            assertThat(page.failed()).isEmpty();

            server.execute(
                    "ALTER ROLE dbvitals PASSWORD 'rotated'",
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'dbvitals'");
            assertThat(exporter.samples("/metrics").value("pg_up")).isZero();
            Files.writeString(password, "rotated");
            assertThat(exporter.samples("/metrics").value("pg_up")).isEqualTo(1);
        } finally {
            root.detachAppender(log);
            server.execute("ALTER ROLE dbvitals PASSWORD '" + TestServer.PASSWORD + "'");
        }
    }

    @Test
    void databaseClosedByPgHba_closesNoOther() throws Exception {
        server.authenticate("host closed dbvitals all reject", "host all dbvitals all scram-sha-256");
        try (TestExporter exporter =
                TestExporter.start(folder, """
                targets:
                  - name: a
                    postgres: {url: "%s", user: dbvitals, password: "%s", max_connections: 1}
                    databases: {discover: true}
                """.formatted(server.url("postgres"), TestServer.PASSWORD))) {
            for (int i = 0; i < 3; i++) {
                Samples page = exporter.samples("/metrics");
                assertThat(page.value("pg_up")).isEqualTo(1);
                assertThat(page.failed()).isNotEmpty().allMatch(name -> name.endsWith("@closed"));
                assertThat(page.all("dbvitals_collector_success", "@open\"", "} 1.0"))
                        .isNotEmpty();
            }
            server.authenticate("host all dbvitals all scram-sha-256");
        }
    }

    private static long refusals() throws Exception {
        try (Stream<String> lines = Files.lines(serverLog.resolve("server.log"))) {
            return lines.filter(line -> line.contains("password authentication failed"))
                    .count();
        }
    }
}
