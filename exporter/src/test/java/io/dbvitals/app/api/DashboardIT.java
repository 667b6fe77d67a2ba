package io.dbvitals.app.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbvitals.config.json.JsonNode;
import io.dbvitals.testing.TestExporter;
import io.dbvitals.testing.TestServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code /api/v1/dashboard} says when nobody scrapes. */
class DashboardIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String DASHBOARD = "/api/v1/dashboard";

    @TempDir
    private Path folder;

    private TestServer postgres;
    private TestExporter exporter;

    @BeforeEach
    void start() throws Exception {
        postgres = TestServer.start(17);
        exporter = TestExporter.start(
                folder, "\nhealth: {enabled: true}\ntargets:\n" + postgres.target("primary", "postgres", ""));
    }

    @AfterEach
    void stop() {
        exporter.close();
        postgres.close();
    }

    @Test
    void killedOrFrozenServer_isUnhealthyByTheNextLook_andHealthyAgain() throws Exception {
        await().atMost(PATIENCE).until(() -> card("status").equals("healthy"));
        assertThat(card().number("score")).isGreaterThan(80);
        postgres.signal("STOP");
        await().atMost(Duration.ofSeconds(20)).until(() -> card("status").equals("unhealthy"));
        assertThat(card("error")).isNotEmpty();
        postgres.signal("CONT");
        await().atMost(PATIENCE).until(() -> card("status").equals("healthy"));
        postgres.kill();
        Instant refresh = Instant.now().plusSeconds(5);
        await().until(() -> Instant.now().isAfter(refresh));
        assertThat(card("status")).as("by the first refresh of a page").isEqualTo("unhealthy");
        assertThat(card().items("losses").get(0).text("component")).isEqualTo("reachable");
        postgres.startAgain();
        await().atMost(PATIENCE).until(() -> card("status").equals("healthy"));
    }

    @Test
    void dashboardThatIsKnown_isNotSentAgain() throws Exception {
        await().atMost(PATIENCE).untilAsserted(() -> {
            HttpResponse<String> first = exporter.answer(DASHBOARD);
            String tag = first.headers().firstValue("ETag").orElseThrow();
            HttpResponse<String> second = exporter.answer(DASHBOARD, "If-None-Match", tag);
            assertThat(second.statusCode()).isEqualTo(304);
            assertThat(second.body()).isEmpty();
        });
        assertThat(exporter.answer(DASHBOARD, "If-None-Match", "W/\"other\"").statusCode())
                .isEqualTo(200);
    }

    @Test
    void blockedSession_standsBelowItsBlocker_andTheGuardsPlanNamesIt() throws Exception {
        postgres.execute("CREATE TABLE shop(id int)", "INSERT INTO shop VALUES (1)");
        try (Connection blocker = postgres.connect("postgres");
                Connection waiter = postgres.connect("postgres")) {
            blocker.setAutoCommit(false);
            blocker.createStatement().execute("UPDATE shop SET id = 2");
            CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> update(waiter));
            await().atMost(PATIENCE).untilAsserted(() -> {
                JsonNode tree = rows("sessions").get(0);
                assertThat(tree.text("state")).isEqualTo("idle in transaction");
                assertThat(tree.items("waiters").get(0).text("command")).isEqualTo("UPDATE");
                assertThat(tree.items("waiters").get(0).text("waits_for")).startsWith("Lock");
            });
            blocker.rollback();
            waiting.join();
        }
        await().atMost(PATIENCE).until(() -> rows("sessions").isEmpty());
    }

    @Test
    void everySection_isReadBehindThoseWhoLook() throws Exception {
        await().atMost(PATIENCE).untilAsserted(() -> {
            JsonNode dashboard = dashboard();
            for (String section :
                    List.of("sessions", "slow_statements", "vector_indexes", "replication", "pools", "guard_plan")) {
                assertThat(dashboard.member(section).orElseThrow().text("read_at"))
                        .as(section)
                        .isNotEmpty();
            }
            assertThat(rows("pools").get(0).text("pool")).isEqualTo("dbvitals");
            assertThat(dashboard.member("self").orElseThrow().text("guard")).isEqualTo("off");
        });
    }

    private static void update(Connection waiter) {
        try {
            waiter.createStatement().execute("UPDATE shop SET id = 3");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private JsonNode dashboard() throws Exception {
        return JsonNode.parse(exporter.get(DASHBOARD));
    }

    private List<JsonNode> rows(String section) throws Exception {
        return dashboard().member(section).orElseThrow().items("rows");
    }

    private String card(String member) throws Exception {
        return card().text(member);
    }

    private JsonNode card() throws Exception {
        return dashboard().items("targets").get(0);
    }
}
