package io.dbvitals.app.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbvitals.config.json.JsonNode;
import io.dbvitals.http.resource.Operation;
import io.dbvitals.testing.Described;
import io.dbvitals.testing.TestExporter;
import io.dbvitals.testing.TestPgBouncer;
import io.dbvitals.testing.TestRedis;
import io.dbvitals.testing.TestServer;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every operation that only reads, against real servers, held against its description. */
class ApiReadsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String REDIS_PASSWORD = "s3cret-of-redis";

    @TempDir
    private static Path folder;

    private static TestServer postgres;
    private static TestRedis redis;
    private static TestPgBouncer pooler;
    private static TestExporter exporter;
    private static Described described;

    @BeforeAll
    static void start() throws Exception {
        postgres = TestServer.start(17);
        redis = TestRedis.withPassword(REDIS_PASSWORD);
        pooler = TestPgBouncer.start(postgres);
        exporter = TestExporter.start(
                folder,
                "\nhealth: {enabled: true}\ntargets:\n" + postgres.target("primary", "postgres", "")
                        + "  - {name: cache, redis: {url: \"redis://127.0.0.1:" + redis.port() + "\", password: \""
                        + REDIS_PASSWORD + "\"}}\n" + "  - {name: pooler, pgbouncer: {host: 127.0.0.1, port: "
                        + pooler.port() + ", user: stats, password: \"" + TestPgBouncer.PASSWORD + "\"}}\n");
        described = new Described(exporter.get("/api/v1/openapi.json"));
        await().atMost(PATIENCE).untilAsserted(() -> {
            assertThat(json("/api/v1/metrics").items("targets"))
                    .allSatisfy(target -> assertThat(target.text("status")).isEqualTo("healthy"));
            assertThat(json("/api/v1/slow-queries").items("targets").get(0).text("error"))
                    .doesNotContain("being read");
        });
    }

    @AfterAll
    static void stop() {
        exporter.close();
        pooler.close();
        redis.close();
        postgres.close();
    }

    @Test
    void everyOperation_isDescribed_andEveryDescriptionIsOfOne() {
        List<String> served = exporter.exporter().operations().stream()
                .filter(each -> each.template().startsWith("/api/"))
                .map(each -> each.method() + " " + each.template())
                .sorted()
                .toList();
        assertThat(served).isEqualTo(List.copyOf(described.operations()));
    }

    @Test
    void everyAnswer_isAsDescribed_andHoldsNoSecret() throws Exception {
        for (Operation operation : exporter.exporter().operations()) {
            if (operation.method().equals("GET") && operation.template().startsWith("/api/")) {
                HttpResponse<String> answer =
                        exporter.answer(operation.template().replace("{database}", "primary"));
                assertThat(mistakes(operation.template(), answer))
                        .as(operation.template() + " " + answer.body())
                        .isEmpty();
                assertThat(answer.body())
                        .doesNotContain(TestServer.PASSWORD)
                        .doesNotContain(REDIS_PASSWORD)
                        .doesNotContain(TestPgBouncer.PASSWORD);
            }
        }
    }

    @Test
    void targets_comeInPieces_inTheOrderOfTheConfiguration() throws Exception {
        JsonNode first = json("/api/v1/metrics?limit=2");
        assertThat(names(first)).containsExactly("primary", "cache");
        assertThat(first.text("total")).isEqualTo("3");
        JsonNode second = json(first.text("next"));
        assertThat(names(second)).containsExactly("pooler");
        assertThat(second.text("next")).isEmpty();
        assertThat(names(json("/api/v1/health?database=cache&database=pooler"))).containsExactly("cache", "pooler");
        assertThat(json("/api/v1/health?database=cache&database=pooler&limit=1").text("next"))
                .isEqualTo("/api/v1/health?limit=1&offset=1&database=cache&database=pooler");
        assertThat(json("/api/v1/pools?database=pooler").items("poolers")).hasSize(1);
        assertThat(json("/api/v1/pools?database=pooler").items("own")).isEmpty();
    }

    @Test
    void whatMakesNoSense_isRefusedWithTheRemedy() throws Exception {
        refused("/api/v1/metrics?limit=0", 400, "limit must be a whole number from 1 to 1000");
        refused("/api/v1/pools?limit=1001", 400, "limit must be a whole number from 1 to 1000");
        refused("/api/v1/health?offset=-1", 400, "offset must be a whole number from 0 to 1000000");
        refused("/api/v1/health?limit=1&limit=2", 400, "the parameter 'limit' is given more than once");
        refused(
                "/api/v1/slow-queries?database=other",
                404,
                "there is no such target; there are: cache, pooler, primary");
        refused("/api/v1/metrics/other/history", 404, "there is no such target; there are: cache, pooler, primary");
        for (String hours : List.of("0", "-1", "745", "1e2", "NaN", "")) {
            if (!hours.isEmpty()) {
                refused(
                        "/api/v1/metrics/primary/history?hours=" + hours,
                        400,
                        "hours must be a number above 0 and up to 744");
            }
        }
    }

    @Test
    void history_withoutPrometheus_isAnHourOfMemory() throws Exception {
        JsonNode history = json("/api/v1/metrics/cache/history?hours=0.5");
        assertThat(history.text("source")).isEqualTo("memory");
        assertThat(history.text("trouble")).isEmpty();
        assertThat(history.items("timestamps")).hasSize(120);
        JsonNode up = history.items("series").stream()
                .filter(each -> each.text("name").equals("up"))
                .findFirst()
                .orElseThrow();
        assertThat(up.items("values"))
                .hasSize(120)
                .anyMatch(value -> value.text().equals("1.0"));
        JsonNode day = json("/api/v1/metrics/cache/history?hours=24");
        assertThat(day.items("timestamps")).hasSize(240);
        assertThat(day.text("trouble")).contains("memory holds one hour");
    }

    private static void refused(String path, int status, String text) throws Exception {
        HttpResponse<String> answer = exporter.answer(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(status);
        assertThat(answer.body()).contains(text);
        String template = path.replaceFirst("[?].*", "").replaceFirst("/metrics/.*/", "/metrics/{database}/");
        assertThat(mistakes(template, answer)).isEmpty();
    }

    private static List<String> mistakes(String template, HttpResponse<String> answer) throws Exception {
        return described.mistakes("GET", template, answer.statusCode(), answer.body());
    }

    private static List<String> names(JsonNode answer) {
        return answer.items("targets").stream().map(each -> each.text("target")).toList();
    }

    private static JsonNode json(String path) throws Exception {
        return JsonNode.parse(exporter.get(path));
    }
}
