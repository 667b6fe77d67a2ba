package io.dbvitals.http.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.config.Config.Endpoint;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.health.HealthReport.Status;
import io.dbvitals.health.HealthReport.TargetHealth;
import io.dbvitals.http.HttpService;
import io.dbvitals.http.Stand;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutesTest {
    private Stand stand;

    @BeforeEach
    void start() throws Exception {
        stand = Stand.started();
    }

    @AfterEach
    void stop() {
        stand.close();
    }

    @Test
    void unknownPath_isAnsweredWithThoseThereAre() throws Exception {
        HttpResponse<String> answer = stand.get("/metrics/oracle");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body())
                .isEqualTo("there is no /metrics/oracle; there are: /, /-/healthy, /-/ready, /-/reload, /health,"
                        + " /health/live, /health/ready, /metrics, /metrics/host, /metrics/mysql, /metrics/pgbouncer,"
                        + " /metrics/postgres, /metrics/redis, /metrics/self, /metrics/vector, /probe, /scrape, /sd/targets,"
                        + " /health/{target}/{primary,replica,up}\n");
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /metrics, 'GET, HEAD'",
        "DELETE, /health, 'GET, HEAD'",
        "OPTIONS, /, 'GET, HEAD'",
        "PUT, /health/primary/up, 'GET, HEAD'",
        "GET, /-/reload, 'POST, PUT'"
    })
    void method_isRefused_withThoseThatAreAllowed(String method, String path, String allowed) throws Exception {
        HttpResponse<String> answer = stand.send(method, path);

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("allow")).hasValue(allowed);
        assertThat(answer.body()).isEqualTo(path + " answers " + allowed + " only\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/metrics", "/", "/health", "/-/healthy", "/nothing"})
    void head_hasTheHeadersOfGetAndNoBody(String path) throws Exception {
        HttpResponse<String> get = stand.get(path);
        HttpResponse<String> head = stand.send("HEAD", path);

        assertThat(head.statusCode()).isEqualTo(get.statusCode());
        assertThat(head.body()).isEmpty();
        assertThat(head.headers().firstValue("content-length"))
                .isEqualTo(get.headers().firstValue("content-length"));
        assertThat(head.headers().firstValue("content-type"))
                .isEqualTo(get.headers().firstValue("content-type"));
    }

    @ParameterizedTest
    @CsvSource({
        "/-/healthy, dbvitals is healthy",
        "/-/ready, dbvitals is ready",
        "/health/live, alive",
        "/health/ready, ready"
    })
    void probes_areAnswered_howeverDatabasesAre(String path, String text) throws Exception {
        stand.health = Stand.report(new TargetHealth(
                "primary", "postgres", Status.UNHEALTHY, Optional.empty(), Optional.empty(), "down", Optional.empty()));

        HttpResponse<String> answer = stand.get(path);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(text + "\n");
    }

    @Test
    void health_tellsAllTargetsAsJson() throws Exception {
        HttpResponse<String> answer = stand.get("/health");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(answer.body()).isEqualTo("""
                        {"status":"degraded","timestamp":"2026-11-20T10:00:00Z","targets":{\
                        "primary":{"kind":"postgres","status":"healthy","role":"primary","response_time_ms":1.234,\
                        "age_seconds":2.5},\
                        "standby":{"kind":"postgres","status":"degraded","role":"replica","response_time_ms":40.0,\
                        "age_seconds":3.0,"error":"replay is 90 s behind"}},\
                        "process":{"uptime_seconds":90.0,"cpu_seconds":1.5,"heap_used_bytes":10000000,\
                        "heap_max_bytes":64000000,"resident_bytes":70000000,"threads":20}}
                        """);
    }

    @Test
    void health_is503_whenATargetIsUnhealthy() throws Exception {
        stand.health = Stand.report(new TargetHealth(
                "primary", "postgres", Status.UNHEALTHY, Optional.empty(), Optional.empty(), "down", Optional.empty()));

        HttpResponse<String> answer = stand.get("/health");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body())
                .startsWith("{\"status\":\"unhealthy\",")
                .contains("\"primary\":{\"kind\":\"postgres\",\"status\":\"unhealthy\",\"role\":null,"
                        + "\"response_time_ms\":null,\"age_seconds\":null,\"error\":\"down\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "primary/primary, 200",
        "primary/replica, 503",
        "primary/up, 200",
        "standby/primary, 503",
        "standby/replica, 200",
        "standby/up, 200",
        "dead/up, 503",
        "dead/primary, 503",
        "new/up, 503",
        "a/b/up, 200"
    })
    void role_isAnsweredForLoadBalancers(String path, int status) throws Exception {
        Optional<Duration> now = Optional.of(Duration.ZERO);
        stand.health = Stand.report(
                stand.health.targets().get(0),
                stand.health.targets().get(1),
                new TargetHealth("dead", "postgres", Status.UNHEALTHY, now, now, "down", Optional.of(false)),
                new TargetHealth(
                        "new", "postgres", Status.DEGRADED, Optional.empty(), Optional.empty(), "", Optional.empty()),
                new TargetHealth("a/b", "redis", Status.HEALTHY, now, now, "", Optional.empty()));

        assertThat(stand.get("/health/" + path).statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /health/db9/up        | there is no target 'db9'; there are: primary, standby
            /health/primary/lead  | there is no /health/primary/lead; ask /health/{target}/{primary,replica,up}
            /health/up            | there is no /health/up; ask /health/{target}/{primary,replica,up}
            /health/              | there is no /health/; ask /health/{target}/{primary,replica,up}
            """)
    void role_is404_whenItOrTheTargetIsNotThere(String path, String text) throws Exception {
        HttpResponse<String> answer = stand.get(path);

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.body()).isEqualTo(text + "\n");
    }

    @Test
    void discovery_listsTargetsUnderTheAddressThatWasAsked() throws Exception {
        assertThat(stand.get("/sd/targets").body())
                .isEqualTo("""
                        [{"targets":["localhost:PORT"],"labels":{"cluster":"c1","__scheme__":"http",\
                        "__metrics_path__":"/metrics","__param_target":"primary","dbvitals_target":"primary",\
                        "kind":"postgres"}},\
                        {"targets":["localhost:PORT"],"labels":{"__scheme__":"http","__metrics_path__":"/metrics",\
                        "__param_target":"standby","dbvitals_target":"standby","kind":"postgres"}}]
                        """.replace("PORT", String.valueOf(stand.service().port())));
    }

    @Test
    void probe_isMadeAndItsPageServed() throws Exception {
        HttpResponse<String> page = stand.get("/probe?target=db7:5432&module=ro&collect[]=locks&name[]=pg_up");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("pg_up{server=\"db1:5432\"} 1.0").doesNotContain("xact");
        stand.get("/probe?target=db8", "X-Prometheus-Scrape-Timeout-Seconds", "3");
        stand.get("/probe?target=db9&auth_module=ro");
        stand.get("/scrape?target=cache:6379");
        stand.get("/scrape?target=redis://cache:6379");
        assertThat(stand.probes)
                .containsExactly(
                        "db7:5432 ro [locks] PT10S",
                        "db8  [] PT2.5S",
                        "db9 ro [] PT10S",
                        "redis://cache:6379  [] PT10S",
                        "redis://cache:6379  [] PT10S");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /probe                        | 400 | the parameter 'target' is missing: /probe?target=HOST:PORT&module=NAME
            /probe?target=a&target=b      | 400 | the parameter 'target' is given more than once
            /probe?target=evil:5432       | 403 | evil:5432 is not in probe.allow; add it there
            /probe?target=a+b             | 400 | the target is not understood; give HOST:PORT
            /probe?target=a&collect[]=x   | 400 | there is no collector 'x'; there are: locks, settings, stat_database
            """)
    void probe_isRefused_withTheReason(String path, int status, String text) throws Exception {
        HttpResponse<String> answer = stand.get(path);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(text + "\n");
    }

    @Test
    void reload_tellsWhetherItWasDone() throws Exception {
        assertThat(stand.send("POST", "/-/reload").body()).isEqualTo("reloaded\n");

        stand.reloadFailure = Optional.of(new ConfigException("dbvitals.yaml:3:5: unknown key 'target'"));
        HttpResponse<String> answer = stand.send("POST", "/-/reload");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo("""
                        not reloaded, the configuration before is kept
                        dbvitals.yaml:3:5: unknown key 'target'
                        """);
        assertThat(stand.reloads).hasValue(1);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            X-Forwarded-For | 192.0.2.7 | a reload is accepted from this machine only; to allow it from elsewhere, set users (basic_auth_users) or RequireAndVerifyClientCert in the web configuration, or send SIGHUP
            Forwarded       | for=192.0.2.7 | a reload is accepted from this machine only; to allow it from elsewhere, set users (basic_auth_users) or RequireAndVerifyClientCert in the web configuration, or send SIGHUP
            Sec-Fetch-Site  | cross-site | a reload is not accepted from a page of another site
            Origin          | http://evil.test | a reload is not accepted from a page of another site
            """)
    void reload_isRefusedToStrangers(String header, String value, String text) throws Exception {
        HttpResponse<String> answer = stand.send("POST", "/-/reload", header, value);

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).isEqualTo(text + "\n");
        assertThat(stand.reloads).hasValue(0);
    }

    @Test
    void compatPort_servesItsKindsOnly() throws Exception {
        try (Stand both = new Stand().start(Map.of(0, List.of("postgres", "vector")))) {
            int port = both.service().ports().get(1);
            HttpResponse<String> page = both.client()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/metrics"))
                                    .build(),
                            BodyHandlers.ofString());
            HttpResponse<String> reload = both.client()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/-/reload"))
                                    .POST(HttpRequest.BodyPublishers.noBody())
                                    .build(),
                            BodyHandlers.ofString());

            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(both.scrapes.get(0).kinds()).containsExactlyInAnyOrder("postgres", "vector");
            assertThat(reload.statusCode()).isEqualTo(404);
            assertThat(reload.body()).contains("there are: /, /-/healthy, /-/ready, /health,");
        }
    }

    @Test
    void start_fails_whenThePortIsTaken() {
        int port = stand.service().port();
        try (HttpService second = new HttpService(stand.services(), Map.of())) {
            assertThatThrownBy(() -> second.start(new Endpoint("127.0.0.1", port)))
                    .isInstanceOf(ConfigException.class)
                    .hasMessage("cannot listen on 127.0.0.1:" + port
                            + ": Address already in use; end the program that holds the port, or choose another one");
        }
    }

    @Test
    void bug_isAnsweredWithoutItsText() throws Exception {
        stand.scraper = request -> CompletableFuture.failedFuture(new IllegalStateException("password=hunter2"));
        HttpResponse<String> later = stand.get("/metrics");
        stand.scraper = request -> {
            throw new IllegalStateException("password=hunter2");
        };
        HttpResponse<String> atOnce = stand.get("/metrics");

        assertThat(List.of(later.statusCode(), atOnce.statusCode())).containsExactly(500, 500);
        assertThat(later.body()).isEqualTo("internal error; the log of dbvitals says more\n");
        assertThat(atOnce.body()).isEqualTo(later.body());
    }
}
