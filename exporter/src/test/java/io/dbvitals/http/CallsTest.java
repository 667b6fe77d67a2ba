package io.dbvitals.http;

import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.dbvitals.config.WebConfig;
import io.dbvitals.config.api.ApiConfig;
import io.dbvitals.config.api.ApiConfig.Role;
import io.dbvitals.config.json.JsonNode;
import io.dbvitals.http.answer.Answer;
import io.dbvitals.http.answer.Refusal;
import io.dbvitals.http.resource.Operation;
import io.dbvitals.http.resource.RefusalReason;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a call must be like before its resource is asked. */
class CallsTest {
    private static final String TOKEN = "admin-0123456789abcdef";
    private static final String LOOK = "viewer-0123456789abcdef";
    private static final String JSON = "application/json";

    @TempDir
    Path folder;

    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private final List<String> record = Collections.synchronizedList(new ArrayList<>());
    private Stand stand;

    @BeforeEach
    void start() throws Exception {
        Files.writeString(folder.resolve("admin"), TOKEN);
        Files.writeString(folder.resolve("viewer"), LOOK);
        stand = new Stand();
        stand.webConfig = users(Map.of("alice", hash("sesam"), "bob", hash("word")));
        stand.api = api(ApiConfig.Limits.STANDARD, Optional.of(ApiConfig.Anonymous.VIEWER));
        stand.audit = (call, address) -> {
            record.add(call.caller().name() + " begins " + call.method() + " " + call.path());
            return status -> record.add("ended with " + status);
        };
        stand.operations = List.of(
                Operation.get(
                        "/api/v1/things/{name}",
                        call -> Answer.json(
                                        200,
                                        Map.of(
                                                "name",
                                                call.variable("name"),
                                                "caller",
                                                call.caller().name() + " "
                                                        + call.caller().role()))
                                .with("X-Echo", call.variable("name") + "\r\nSet-Cookie: a=b")),
                Operation.post("/api/v1/things", call -> {
                    done.add(call.caller().name() + ": " + call.body());
                    if (call.body().contains("bad")) {
                        throw new Refusal(400, "bad things are not made");
                    }
                    return Answer.json(200, Map.of());
                }),
                Operation.delete("/api/v1/things/{name}", call -> {
                    done.add("gone " + call.variable("name"));
                    throw new IllegalStateException("secret inside");
                }));
        stand.start(Map.of());
    }

    private ApiConfig api(ApiConfig.Limits limits, Optional<ApiConfig.Anonymous> anonymous) {
        return new ApiConfig(
                List.of("alice"),
                List.of(
                        new ApiConfig.Token("deploy", Role.ADMIN, folder.resolve("admin")),
                        new ApiConfig.Token("grafana", Role.VIEWER, folder.resolve("viewer"))),
                List.of(),
                anonymous,
                limits);
    }

    @AfterEach
    void stop() {
        stand.close();
    }

    private static WebConfig users(Map<String, String> users) {
        return new WebConfig(Optional.empty(), users, Map.of(), false);
    }

    private static String hash(String password) {
        return BCrypt.with(BCrypt.Version.VERSION_2Y).hashToString(4, password.toCharArray());
    }

    private static String basic(String login) {
        return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8));
    }

    private static void isProblem(HttpResponse<String> answer, int status, String detail) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
        JsonNode problem = JsonNode.parse(answer.body());
        assertThat(problem.text("detail")).contains(detail);
        assertThat(problem.number("status")).isEqualTo(status);
        assertThat(problem.text("type")).isEqualTo("about:blank");
        assertThat(problem.text("title")).isNotEmpty();
        assertThat(problem.text("instance")).startsWith("/api/");
    }

    @Test
    void caller_isWhoLogsIn() throws Exception {
        assertThat(stand.get("/api/v1/things/a").body()).contains("anonymous VIEWER");
        assertThat(stand.get("/api/v1/things/a", "Authorization", basic("alice:sesam"))
                        .body())
                .contains("alice ADMIN");
        assertThat(stand.get("/api/v1/things/a", "Authorization", basic("bob:word"))
                        .body())
                .contains("bob VIEWER");
        assertThat(stand.get("/api/v1/things/a", "Authorization", "Bearer " + TOKEN)
                        .body())
                .contains("token:deploy ADMIN");
        assertThat(stand.get("/metrics", "Authorization", "bearer " + LOOK).statusCode())
                .isEqualTo(200);
    }

    @Test
    void wrongLogin_isRefused_alsoWhereAllMayLook() throws Exception {
        for (String login :
                List.of("Bearer " + TOKEN + "x", "Bearer ", basic("alice:wrong"), basic("eve:x"), "Digest a")) {
            HttpResponse<String> answer = stand.get("/api/v1/things/a", "Authorization", login);
            isProblem(answer, 401, "a user and its password are needed");
            assertThat(answer.headers().firstValue("www-authenticate"))
                    .hasValue("Basic realm=\"dbvitals\", charset=\"UTF-8\", Bearer realm=\"dbvitals\"");
        }
        assertThat(stand.refusals).hasSize(5).containsOnly(RefusalReason.LOGIN);
    }

    @Test
    void login_isNeededForEverything_whereUsersAreAndNobodyElseIsAllowed() throws Exception {
        stand.api = api(ApiConfig.Limits.STANDARD, Optional.empty());
        isProblem(stand.get("/api/v1/things/a"), 401, "are needed");
        assertThat(stand.get("/metrics").statusCode()).isEqualTo(401);
        assertThat(stand.get("/metrics", "Authorization", "Bearer " + LOOK).statusCode())
                .isEqualTo(200);
    }

    @Test
    void change_needsAnAdmin() throws Exception {
        HttpResponse<String> refused = stand.post("/api/v1/things", "{}", "Content-Type", JSON);
        isProblem(refused, 401, "this needs the login of an admin");
        assertThat(refused.headers().firstValue("Connection"))
                .as("its body was not read")
                .hasValue("close");
        isProblem(
                stand.post("/api/v1/things", "{}", "Content-Type", JSON, "Authorization", "Bearer " + LOOK),
                403,
                "this needs the role admin, which token:grafana does not have");
        stand.api = ApiConfig.STANDARD;
        isProblem(
                stand.post("/api/v1/things", "{}", "Content-Type", JSON, "Authorization", basic("alice:sesam")),
                403,
                "which nobody has: name users in api.admins, or give a token or a certificate this role in api.tokens or"
                        + " api.subjects");
        assertThat(done).isEmpty();
        assertThat(record).isEmpty();
        assertThat(stand.refusals).containsExactly(RefusalReason.LOGIN, RefusalReason.ROLE, RefusalReason.ROLE);
    }

    @Test
    void change_isOnRecordBeforeAndAfter() throws Exception {
        assertThat(stand.post(
                                "/api/v1/things",
                                "{\"a\":1}",
                                "Content-Type",
                                JSON,
                                "Authorization",
                                basic("alice:sesam"))
                        .statusCode())
                .isEqualTo(200);
        isProblem(
                stand.post("/api/v1/things", "\"bad\"", "Content-Type", JSON, "Authorization", "Bearer " + TOKEN),
                400,
                "bad things are not made");
        isProblem(stand.send("DELETE", "/api/v1/things/x", "Authorization", "Bearer " + TOKEN), 500, "internal error");
        assertThat(done).containsExactly("alice: {\"a\":1}", "token:deploy: \"bad\"", "gone x");
        assertThat(record)
                .containsExactly(
                        "alice begins POST /api/v1/things",
                        "ended with 200",
                        "token:deploy begins POST /api/v1/things",
                        "ended with 400",
                        "token:deploy begins DELETE /api/v1/things/x",
                        "ended with 500");
    }

    @Test
    void change_isNotMade_whereItCannotBeRecorded() throws Exception {
        stand.close();
        stand.audit = (call, address) -> {
            throw new Refusal(503, "nothing was done: the disk is full");
        };
        stand.start(Map.of());
        isProblem(
                stand.post("/api/v1/things", "{}", "Content-Type", JSON, "Authorization", "Bearer " + TOKEN),
                503,
                "nothing was done: the disk is full");
        assertThat(done).isEmpty();
        assertThat(stand.refusals).containsExactly(RefusalReason.NOT_AUDITED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Content-Type: application/json; Origin: http://evil.example | a page of another site
            Content-Type: application/json; Sec-Fetch-Site: cross-site  | a page of another site
            X-Dbvitals-Request: 1; Sec-Fetch-Site: same-site            | a page of another site
            X-Dbvitals-Request: 1; Origin: null                         | a page of another site
            Content-Type: application/x-www-form-urlencoded             | add the header "Content-Type: application/json" or "X-Dbvitals-Request: 1"
            Content-Type: text/plain                                    | a page of another site could have sent this
            Accept: */*                                                 | a page of another site could have sent this
            """)
    void callOfAnotherSite_isRefused(String headers, String detail) throws Exception {
        List<String> all = new ArrayList<>(List.of("Authorization", basic("alice:sesam")));
        List.of(headers.split("; ", -1)).forEach(header -> all.addAll(List.of(header.split(": ", 2))));
        isProblem(stand.post("/api/v1/things", "{}", all.toArray(String[]::new)), 403, detail);
        assertThat(done).isEmpty();
        assertThat(stand.refusals).containsExactly(RefusalReason.CROSS_SITE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POST   | /api/v1/things   | X-Dbvitals-Request: 1; Sec-Fetch-Site: same-origin; Origin: https://behind.a.proxy
            POST   | /api/v1/things   | Content-Type: application/json
            DELETE | /api/v1/things/a | Accept: */*
            """)
    void callOfThePageAndOfPrograms_isTaken(String method, String path, String headers) throws Exception {
        List<String> all = new ArrayList<>(List.of("Authorization", basic("alice:sesam")));
        List.of(headers.split("; ", -1)).forEach(header -> all.addAll(List.of(header.split(": ", 2))));
        stand.send(method, path, all.toArray(String[]::new));
        assertThat(done).hasSize(1);
    }

    @Test
    void ownOrigin_isThatOfTheHost() throws Exception {
        String own = "http://localhost:" + stand.service().port();
        assertThat(stand.post(
                                "/api/v1/things",
                                "{}",
                                "Content-Type",
                                JSON,
                                "Authorization",
                                basic("alice:sesam"),
                                "Origin",
                                own)
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void otherSites_areNeverAllowed() throws Exception {
        HttpResponse<String> asked = stand.send(
                "OPTIONS", "/api/v1/things", "Origin", "http://evil.example", "Access-Control-Request-Method", "POST");
        isProblem(asked, 405, "/api/v1/things answers POST only");
        assertThat(asked.headers().firstValue("allow")).hasValue("POST");
        assertThat(asked.headers().map().keySet()).noneMatch(name -> name.startsWith("access-control"));
        assertThat(stand.send("PUT", "/api/v1/things/a").headers().firstValue("allow"))
                .hasValue("DELETE, GET, HEAD");
        isProblem(stand.get("/api/v1/nothing"), 404, "there is no /api/v1/nothing");
    }

    @Test
    void rates_areLimited_perCallerAndForAll() throws Exception {
        stand.api = api(new ApiConfig.Limits(2, 3, 4, 30), Optional.of(ApiConfig.Anonymous.VIEWER));
        for (int i = 0; i < 2; i++) {
            stand.post("/api/v1/things", "{}", "Content-Type", JSON, "Authorization", "Bearer " + TOKEN);
        }
        HttpResponse<String> third =
                stand.post("/api/v1/things", "{}", "Content-Type", JSON, "Authorization", "Bearer " + TOKEN);
        isProblem(third, 429, "too many changes; try again in");
        assertThat(third.headers()
                        .firstValue("retry-after")
                        .map(Integer::parseInt)
                        .orElseThrow())
                .isBetween(1, 31);
        for (int i = 0; i < 2; i++) {
            third = stand.post("/api/v1/things", "{}", "Content-Type", JSON, "Authorization", basic("alice:sesam"));
        }
        isProblem(third, 429, "too many changes by all callers");
        for (int i = 0; i < 5; i++) {
            third = stand.get("/api/v1/things/a");
        }
        isProblem(third, 429, "too many calls; try again in");
        assertThat(stand.get("/api/v1/things/a", "Authorization", "Bearer " + LOOK)
                        .statusCode())
                .isEqualTo(200);
        assertThat(done).hasSize(3);
        assertThat(stand.refusals).hasSize(3).containsOnly(RefusalReason.RATE_LIMITED);
    }

    @Test
    void body_mustBeJsonInUtf8() throws Exception {
        isProblem(
                stand.post("/api/v1/things", "a=b", "Content-Type", "text/plain", "Authorization", "Bearer " + TOKEN),
                415,
                "the body must be JSON; add the header \"Content-Type: application/json\"");
        assertThat(done).isEmpty();
    }

    @Test
    void answers_bearSafeHeaders_andNoLineEndsOfTheAsker() throws Exception {
        HttpResponse<String> answer = stand.get("/api/v1/things/a%20b");
        assertThat(answer.body()).contains("\"a b\"");
        Map<String, List<String>> headers = answer.headers().map();
        assertThat(headers)
                .containsEntry("x-content-type-options", List.of("nosniff"))
                .containsEntry("x-frame-options", List.of("DENY"))
                .containsEntry("referrer-policy", List.of("no-referrer"))
                .containsEntry("content-security-policy", List.of("default-src 'none'; frame-ancestors 'none'"))
                .containsEntry("cross-origin-resource-policy", List.of("same-origin"))
                .containsEntry("cross-origin-opener-policy", List.of("same-origin"))
                .containsEntry("cache-control", List.of("no-store"))
                .containsEntry("x-echo", List.of("a b Set-Cookie: a=b"))
                .doesNotContainKey("set-cookie");
        assertThat(stand.get("/")
                        .headers()
                        .firstValue("content-security-policy")
                        .orElseThrow())
                .contains("style-src");
    }

    @Test
    void reload_needsAnAdmin_onceThereIsOne() throws Exception {
        assertThat(stand.send("POST", "/-/reload").statusCode()).isEqualTo(403);
        assertThat(stand.send("POST", "/-/reload", "Authorization", basic("bob:word"))
                        .statusCode())
                .isEqualTo(403);
        assertThat(stand.send("POST", "/-/reload", "Authorization", basic("alice:sesam"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(stand.reloads).hasValue(1);
    }
}
