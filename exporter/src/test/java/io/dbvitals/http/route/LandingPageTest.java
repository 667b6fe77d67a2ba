package io.dbvitals.http.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.health.HealthReport;
import io.dbvitals.health.HealthReport.Status;
import io.dbvitals.health.HealthReport.TargetHealth;
import io.dbvitals.http.Stand;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LandingPageTest {
    @Test
    void page_listsTargetsAndLinks() throws Exception {
        try (Stand stand = Stand.started()) {
            HttpResponse<String> page = stand.get("/");

            assertThat(page.headers().firstValue("content-type")).hasValue("text/html; charset=utf-8");
            assertThat(page.body())
                    .contains(
                            "version 1.2.3 · up 90 s",
                            "<td>primary</td><td>postgres</td><td><span class=\"state healthy\">healthy</span></td>"
                                    + "<td>primary</td><td class=\"number\">1 ms</td><td class=\"number\">2 s ago</td>",
                            "<td class=\"text\">replay is 90 s behind</td>",
                            "href=\"/metrics\"",
                            "href=\"/sd/targets\"");
        }
    }

    @Test
    void page_runsNothing_andAllowsItsOwnStyleOnly() throws Exception {
        try (Stand stand = Stand.started()) {
            stand.health = Stand.report(new TargetHealth(
                    "<script>alert(1)</script>",
                    "postgres",
                    Status.UNHEALTHY,
                    Optional.of(Duration.ofMillis(3)),
                    Optional.empty(),
                    "\"quoted\" & <b>bold</b>",
                    Optional.empty()));

            HttpResponse<String> page = stand.get("/");

            assertThat(page.body())
                    .contains(
                            "&lt;script&gt;alert(1)&lt;/script&gt;", "&quot;quoted&quot; &amp; &lt;b&gt;bold&lt;/b&gt;")
                    .doesNotContain("<script", "<b>", "src=", "http://", "https://");
            String style = page.body()
                    .substring(page.body().indexOf("<style>") + 7, page.body().indexOf("</style>"));
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
            assertThat(page.headers().firstValue("content-security-policy"))
                    .hasValue("default-src 'none'; style-src 'sha256-"
                            + Base64.getEncoder().encodeToString(hash)
                            + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
        }
    }

    @Test
    void page_saysSo_whenThereIsNoTarget() throws Exception {
        try (Stand stand = Stand.started()) {
            stand.health = Stand.report();

            assertThat(stand.get("/").body()).contains("No target is configured");
        }
    }

    @ParameterizedTest
    @CsvSource({"PT1M59S, 119 s", "PT2M, 2 min", "PT119M, 119 min", "PT47H, 47 h", "PT49H, 2 days"})
    void uptime_isRounded(Duration uptime, String shown) throws Exception {
        try (Stand stand = Stand.started()) {
            stand.health =
                    new HealthReport(Instant.EPOCH, List.of(), new HealthReport.ProcessUse(uptime, 1, 1, 1, 1, 1));

            assertThat(stand.get("/").body()).contains("up " + shown + "<");
        }
    }
}
