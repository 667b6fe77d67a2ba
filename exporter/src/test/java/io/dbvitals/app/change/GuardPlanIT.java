package io.dbvitals.app.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbvitals.config.json.JsonNode;
import io.dbvitals.guard.audit.AuditLog;
import io.dbvitals.guard.postgres.Crowd;
import io.dbvitals.guard.postgres.Crowd.Member;
import io.dbvitals.testing.TestExporter;
import io.dbvitals.testing.TestServer;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan that somebody sees, and what is left of it when they say yes; a real server, over HTTP. */
class GuardPlanIT {
    private static final String SECRET = "a-literal-of-a-statement";

    private static TestServer server;
    private static Crowd crowd;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startServer() {
        server = TestServer.start(17);
        server.execute("GRANT pg_signal_backend TO dbvitals");
        crowd = new Crowd(server);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @AfterEach
    void leave() throws Exception {
        crowd.leave();
    }

    @Test
    void planOfABlocker_endsItAndNobodyElse() throws Exception {
        Admin admin = new Admin(folder);
        try (TestExporter exporter = start("enabled: true, dry_run: false")) {
            Member resting = crowd.idle("app", "app");
            Member blocker = blocker(1);
            Member waiter = crowd.waiter("app", 1);
            JsonNode plan = planOf(admin, exporter, blocker);
            assertThat(plan.text("forbidden")).isEmpty();
            assertThat(plan.text("steps")).isEqualTo("1");
            HttpResponse<String> answer = execute(admin, exporter, plan, "\"all\"");
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            JsonNode step = JsonNode.parse(answer.body()).items("steps").get(0);
            assertThat(step.text("outcome")).isEqualTo("done");
            assertThat(step.text("pid")).isEqualTo(Long.toString(blocker.pid()));
            await().until(() -> !crowd.lives(blocker));
            assertThat(waiter.ended().get()).isEmpty();
            assertThat(crowd.lives(resting)).isTrue();
            assertThat(answer.body()).doesNotContain(SECRET);
        }
        assertThat(Files.readString(audit()))
                .contains("\"action\":\"terminate\"")
                .contains("\"actor\":\"token:alice\"")
                .doesNotContain(SECRET);
        assertThat(AuditLog.verify(audit()).isGood()).isTrue();
    }

    @Test
    void sessionThatWentOn_isSpared() throws Exception {
        Admin admin = new Admin(folder);
        try (TestExporter exporter = start("enabled: true, dry_run: false")) {
            Member blocker = blocker(2);
            crowd.waiter("app", 2);
            JsonNode plan = planOf(admin, exporter, blocker);
            blocker.run("SELECT 1");
            await().until(() -> planOf(admin, exporter, blocker).text("steps").equals("1"));
            HttpResponse<String> answer =
                    execute(admin, exporter, plan, "[\"" + step(plan, blocker).text("step") + "\"]");
            JsonNode step = JsonNode.parse(answer.body()).items("steps").get(0);
            assertThat(step.text("outcome")).as(answer.body()).isEqualTo("spared");
            assertThat(crowd.lives(blocker)).isTrue();
            assertThat(execute(admin, exporter, plan, "[\"x\"]").body()).contains("the plan has no step \\\"x\\\"");
            blocker.connection().commit();
        }
    }

    @Test
    void dryRun_isRefusedWithTheRemedy() throws Exception {
        Admin admin = new Admin(folder);
        try (TestExporter exporter = start("enabled: true")) {
            Member blocker = blocker(3);
            crowd.waiter("app", 3);
            JsonNode plan = planOf(admin, exporter, blocker);
            assertThat(plan.text("forbidden")).contains("set guard.dry_run: false");
            HttpResponse<String> answer = execute(admin, exporter, plan, "\"all\"");
            assertThat(answer.statusCode()).isEqualTo(409);
            assertThat(answer.body()).contains("the guard may end nothing; set guard.dry_run: false");
            assertThat(crowd.lives(blocker)).isTrue();
            blocker.connection().commit();
        }
    }

    private static Member blocker(int row) throws Exception {
        return crowd.idleInTransaction(
                "app", "app", "UPDATE goods SET amount = length('" + SECRET + "') WHERE id = " + row);
    }

    /** The plan, once it has that session. */
    private static JsonNode planOf(Admin admin, TestExporter exporter, Member member) throws Exception {
        JsonNode[] plan = {JsonNode.parse("{}")};
        await().until(() -> {
            plan[0] = admin.done(exporter, "/api/v1/guard/plan", "{\"targets\": [\"primary\"]}");
            return !step(plan[0], member).text("step").isEmpty();
        });
        return plan[0];
    }

    private static JsonNode step(JsonNode plan, Member member) {
        return plan.items("targets").stream()
                .flatMap(target -> target.items("planned").stream())
                .filter(step -> step.text("pid").equals(Long.toString(member.pid())))
                .findFirst()
                .orElse(JsonNode.parse("{}"));
    }

    private static HttpResponse<String> execute(Admin admin, TestExporter exporter, JsonNode plan, String steps)
            throws Exception {
        return admin.post(
                exporter,
                "/api/v1/guard/execute",
                "{\"plan\": \"" + plan.text("plan") + "\", \"steps\": " + steps + "}");
    }

    private TestExporter start(String guard) throws Exception {
        return TestExporter.start(
                folder,
                "targets:\n" + server.target("primary", "postgres", "") + Admin.KEYS + "guard:\n  {" + guard + """
                        , audit_file: audit.jsonl, interval: 1h, cool_down: 100ms, rules: {
                          blocked: {min_age: 1s}, idle_in_transaction: off, long_queries: off,
                          connections: off, connections_ratio: off}}
                        """);
    }

    private Path audit() {
        return folder.resolve("audit.jsonl");
    }
}
