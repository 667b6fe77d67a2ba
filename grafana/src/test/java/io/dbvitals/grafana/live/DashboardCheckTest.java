package io.dbvitals.grafana.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.dbvitals.grafana.model.Dashboard;
import io.dbvitals.grafana.model.PanelBuilder;
import io.dbvitals.grafana.model.Row;
import io.dbvitals.grafana.model.Scope;
import io.dbvitals.grafana.model.Unit;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verdict on answers that a Prometheus gives. */
class DashboardCheckTest {
    private static final String DATA =
            "{\"status\":\"success\",\"data\":{\"result\":[{\"metric\":{},\"value\":[1,\"5\"],\"values\":[[1,\"5\"]]}]}}";
    private static final String NOT_A_NUMBER =
            "{\"status\":\"success\",\"data\":{\"result\":[{\"metric\":{},\"value\":[1,\"NaN\"],\"values\":[[1,\"NaN\"]]}]}}";
    private static final String ERROR = "{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"parse error\"}";

    private static final Dashboard DASHBOARD = Dashboard.of("test", "Test", "Two panels.", Scope.processes("up"))
            .row(Row.open("Row")
                    .line(
                            PanelBuilder.stat("Lone", Unit.NUMBER, "One query.").query("lone{@}", "@"),
                            PanelBuilder.graph("Pair", Unit.NUMBER, "Two queries.")
                                    .query("first{@}", "@")
                                    .query("second{@}", "@")));

    @TempDir
    private Path folder;

    private HttpServer server;
    private UnaryOperator<String> answers = query -> DATA;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/", exchange -> {
            String query = URLDecoder.decode(exchange.getRequestURI().getRawQuery(), StandardCharsets.UTF_8);
            byte[] answer = answers.apply(query).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(answer);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void dashboards_areGood_whenEveryPanelHasData() throws Exception {
        DashboardCheck check = check("");

        assertThat(check.good()).isTrue();
        assertThat(check.report()).contains("| test | Lone |").doesNotContain("EMPTY", "ERROR");
    }

    @Test
    void panel_isBad_whenItHasNoNumbers() throws Exception {
        answers = query -> query.contains("lone") ? NOT_A_NUMBER : DATA;

        DashboardCheck check = check("");

        assertThat(check.good()).isFalse();
        assertThat(check.report())
                .containsPattern("test \\| Lone \\| \\d+ \\| EMPTY")
                .contains("| test | 2 | 1 | 0 | 1 |");
    }

    @Test
    void panel_isGood_whenOneOfItsQueriesHasData() throws Exception {
        answers = query -> query.contains("second") ? NOT_A_NUMBER : DATA;

        DashboardCheck check = check("");

        assertThat(check.good()).isTrue();
        assertThat(check.report()).contains("1 series, 1 of 2 queries");
    }

    @Test
    void panel_mayBeEmpty_whenTheListSaysWhy() throws Exception {
        answers = query -> NOT_A_NUMBER;

        DashboardCheck check = check("# comment\ntest\t*\tnone here\ntest\tLone\tnot yet\n");

        assertThat(check.report())
                .containsPattern("Pair \\| \\d+ \\| empty: none here")
                .containsPattern("Lone \\| \\d+ \\| empty: not yet");
        assertThat(check.good()).isTrue();
    }

    @Test
    void panel_isBad_whenAQueryFails_evenIfItMayBeEmpty() throws Exception {
        answers = query -> query.contains("lone") ? ERROR : DATA;

        DashboardCheck check = check("test\t*\tnone here\n");

        assertThat(check.good()).isFalse();
        assertThat(check.report()).contains("ERROR [parse error]");
    }

    @Test
    void prometheus_isNamed_whenItCannotBeAsked() throws Exception {
        server.stop(0);

        assertThatThrownBy(() -> check(""))
                .isInstanceOf(LiveException.class)
                .hasMessageContaining("Prometheus at " + url() + " cannot be asked");
    }

    @Test
    void query_hasAllVariablesReplaced() {
        assertThat(Substitution.in(
                        "rate(a{job=~\"$job\",x=~\"$x|\"}[$__rate_interval]) / $__range $__interval",
                        Duration.ofHours(1),
                        Duration.ofSeconds(15)))
                .isEqualTo("rate(a{job=~\".*\",x=~\".*|\"}[1m]) / 3600s 15s");
    }

    private DashboardCheck check(String mayBeEmpty) throws Exception {
        return DashboardCheck.run(List.of(DASHBOARD), url(), list(mayBeEmpty));
    }

    private Path list(String text) throws IOException {
        return Files.writeString(folder.resolve("may-be-empty.tsv"), text);
    }

    private String url() {
        return "http://localhost:" + server.getAddress().getPort();
    }
}
