package io.dbvitals.app.page;

import static org.assertj.core.api.Assertions.assertThat;

import at.favre.lib.crypto.bcrypt.BCrypt;
import io.dbvitals.config.json.JsonNode;
import io.dbvitals.testing.Chromium;
import io.dbvitals.testing.PathProxy;
import io.dbvitals.testing.TestExporter;
import io.dbvitals.testing.TestMonitoring;
import io.dbvitals.testing.TestRedis;
import io.dbvitals.testing.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The status page as a browser shows it, of a real exporter with real servers. */
class StatusPageIT {
    private static final String PASSWORD = "an-admin's password";
    private static final String CARD = "document.getElementById('target=%s')";

    private static TestMonitoring monitoring;
    private static TestServer postgres;
    private static TestRedis redis;
    private static TestExporter exporter;
    private static Chromium browser;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        browser = Chromium.start();
        postgres = TestServer.start(17);
        redis = TestRedis.start();
        monitoring = TestMonitoring.start(folder, """
                groups:
                  - name: page
                    rules:
                      - alert: StockIsLow
                        expr: vector(1)
                        labels: {severity: critical, shop: 'a "quoted" <shop>'}
                        annotations: {summary: Nothing is left, runbook_url: "https://runbooks.example.com/StockIsLow"}
                """, "{route: {receiver: nobody}, receivers: [{name: nobody}]}");
        Files.writeString(
                folder.resolve("web.yaml"),
                "basic_auth_users: {ada: \"" + BCrypt.withDefaults().hashToString(4, PASSWORD.toCharArray()) + "\"}\n");
        exporter = TestExporter.start(folder, """
                web_config: web.yaml
                api: {admins: [ada], anonymous: viewer}
                alerting: {alertmanagers: ["%s"]}
                guard: {audit_file: audit.jsonl}
                targets:
                  - {name: orders, postgres: {url: "%s", user: dbvitals, password: "%s"}}
                  - {name: cache, redis: {port: %d}}
                health: {enabled: true}
                """.formatted(
                        monitoring.alertmanager(), postgres.url("postgres"), TestServer.PASSWORD, redis.port()));
    }

    @AfterAll
    static void close() throws InterruptedException {
        exporter.close();
        monitoring.close();
        redis.close();
        postgres.close();
        browser.close();
    }

    @BeforeEach
    void fresh() {
        browser.logout();
        browser.scripts(true);
        browser.scheme("light");
        browser.size(1280, 900);
        browser.open(URI.create("about:blank"));
        browser.complaints();
    }

    @Test
    void page_loadsFast_withoutFault_forEverybody() throws Exception {
        browser.open(exporter.uri("/"));
        Duration took = browser.open(exporter.uri("/"));
        System.out.println("status page loaded in " + took.toMillis() + " ms");

        assertThat(took).isLessThan(Duration.ofSeconds(10));
        browser.until("document.querySelector('#live.on')");
        assertThat(browser.evaluate("document.querySelectorAll('main section').length"))
                .isEqualTo("9");
        assertThat(browser.addresses())
                .filteredOn(address -> !address.equals("about:blank"))
                .allMatch(address -> address.startsWith(exporter.uri("/").toString()));
        for (String scheme : List.of("light", "dark")) {
            for (int width : new int[] {1280, 320}) {
                browser.scheme(scheme);
                browser.size(width, 900);
                browser.screenshot("page-" + scheme + "-" + width);
                assertThat(violations()).as("%s, %d px wide", scheme, width).isEmpty();
                assertThat(browser.evaluate("document.documentElement.scrollWidth <= innerWidth"))
                        .as("all of it is seen without scrolling sideways at %d px", width)
                        .isEqualTo("true");
            }
        }
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void killedDatabase_isRedWithinSeconds_andGreenAgain() {
        browser.open(exporter.uri("/"));
        seen(CARD.formatted("cache") + ".classList.contains('good')");
        seen("document.querySelector('h1').textContent.startsWith('All 2 targets are healthy')");

        redis.kill();
        try {
            browser.until(CARD.formatted("cache") + ".classList.contains('bad')");
            browser.until("document.querySelector('h1').textContent === '1 of 2 targets is unhealthy: cache'");
            assertThat(browser.evaluate("document.title")).startsWith("1 unhealthy");
            assertThat(browser.evaluate("document.querySelector('main .card').id"))
                    .isEqualTo("target=cache");
            browser.screenshot("killed");
        } finally {
            redis.startAgain();
        }
        seen(CARD.formatted("cache") + ".classList.contains('good')");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void blockedSession_isBelowTheOneThatBlocks() throws Exception {
        postgres.execute("CREATE TABLE IF NOT EXISTS stock (id int)");
        try (Connection holder = postgres.connect("postgres");
                Connection waiter = postgres.connect("postgres");
                Statement held = holder.createStatement();
                Statement waiting = waiter.createStatement()) {
            holder.setAutoCommit(false);
            held.execute("SET application_name = '<b>deploy</b>'");
            held.execute("LOCK TABLE stock");
            Thread thread = new Thread(() -> {
                try {
                    waiting.execute("SELECT count(*) FROM stock");
                } catch (java.sql.SQLException e) {
                    // The server is closed at the end.
                    return;
                }
            });
            thread.start();
            browser.open(exporter.uri("/"));

            seen("document.querySelector('.tree > li > ul > li .session')");

            assertThat(browser.evaluate("document.querySelector('.tree > li .who').textContent"))
                    .contains("<b>deploy</b>");
            browser.screenshot("blocked");
            holder.rollback();
            thread.join(20_000);
        }
    }

    @Test
    void admin_acknowledgesSuppressesAndTakesBack() throws Exception {
        browser.login("ada", PASSWORD);
        browser.open(exporter.uri("/"));
        seen("document.querySelector('#alerts .alert:not(.taken) [data-action=acknowledge]:enabled')");
        browser.screenshot("alert");

        press("acknowledge");
        browser.evaluate("document.getElementById('silence-comment').focus()");
        browser.type("on it");
        confirm();
        browser.until("document.getElementById('said').textContent === 'StockIsLow is acknowledged.'");
        assertThat(monitoring.alertmanager("/api/v2/silences")).contains("ACK! on it", "ada");
        seen("document.querySelector('#alerts .alert.taken [data-action=unacknowledge]')");

        press("unacknowledge");
        confirm();
        seen("document.querySelector('#alerts .alert:not(.taken)')");

        press("suppress");
        assertThat(violations()).isEmpty();
        browser.screenshot("suppress");
        browser.evaluate("document.getElementById('silence-comment').value = 'counting'");
        confirm();
        seen("document.querySelector('#alerts .alert.taken [data-action=unsuppress]')");
        assertThat(monitoring.alertmanager("/api/v2/silences")).contains("counting", "a \\\"quoted\\\" ");

        press("unsuppress");
        confirm();
        seen("document.querySelector('#alerts .alert:not(.taken)')");
        assertThat(browser.complaints()).isEmpty();
    }

    @Test
    void viewer_seesWhyButtonsAreOff() throws Exception {
        browser.open(exporter.uri("/"));
        seen("document.querySelector('#alerts .alert [data-action=acknowledge]')");

        assertThat(browser.evaluate("document.querySelector('#alerts [data-action=acknowledge]').disabled"))
                .isEqualTo("true");
        assertThat(browser.evaluate("document.getElementById('needs-admin').textContent"))
                .isEqualTo(
                        "You look as anonymous, a viewer: acknowledging and suppressing need the role admin. Log in");

        HttpResponse<String> anonymous = exporter.answer("/login");
        assertThat(anonymous.statusCode()).isEqualTo(401);
        assertThat(anonymous.headers().firstValue("WWW-Authenticate"))
                .hasValueSatisfying(how -> assertThat(how).startsWith("Basic "));
        String ada = Base64.getEncoder().encodeToString(("ada:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        HttpResponse<String> admin = exporter.answer("/login", "Authorization", "Basic " + ada);
        assertThat(admin.statusCode()).isEqualTo(303);
        assertThat(admin.headers().firstValue("Location")).hasValue("./");
    }

    @Test
    void past_isDrawn_andReadAsATable() throws Exception {
        browser.open(URI.create(exporter.uri("/") + "#target=orders"));
        // The first points come with the first readings.
        browser.until("""
                (document.getElementById('target-said').textContent.startsWith('Nothing')
                  && document.getElementById('target-hours').dispatchEvent(new Event('change')),
                document.querySelector('#target-charts canvas'))""");

        assertThat(browser.evaluate("document.querySelector('#target-charts .plot').getAttribute('aria-label')"))
                .contains(" points from ");
        browser.evaluate("document.querySelector('#target-charts figure > details > summary').click()");
        assertThat(browser.evaluate("document.querySelector('#target-charts figure > details td').textContent"))
                .contains("202");
        assertThat(violations()).isEmpty();
        assertThat(browser.complaints()).isEmpty();
        browser.screenshot("past");
    }

    @Test
    void keyboard_reachesAndLeavesEverything() {
        browser.open(exporter.uri("/"));
        browser.until("document.querySelector('#live.on')");

        browser.press("Tab");
        assertThat(browser.evaluate("document.activeElement.className")).isEqualTo("skip");
        browser.press("Enter");
        browser.until("document.activeElement.id === 'main'");
        browser.press("Tab");
        for (int i = 0; i < 10 && !focused().startsWith("#target="); i++) {
            browser.press("Tab");
        }
        String link = focused();
        assertThat(link).startsWith("#target=");
        browser.press("Enter");
        browser.until("document.getElementById('target').open");
        browser.press("Escape");
        browser.until("!document.getElementById('target').open");
        assertThat(focused()).isEqualTo(link);
        assertThat(browser.evaluate("location.hash")).isEmpty();
    }

    @Test
    void page_worksBehindAPathPrefix_andSaysWhenTheConnectionIsLost() throws Exception {
        try (PathProxy proxy = PathProxy.before(exporter.uri("/"), "/team/databases/")) {
            browser.open(proxy.uri());
            browser.until("document.querySelector('#live.on')");
            browser.until(
                    "performance.getEntriesByType('resource').some(each => each.name.endsWith('/team/databases/?part=main'))");
            assertThat(browser.complaints()).isEmpty();
        }

        seen("document.querySelector('#live.lost')");

        assertThat(browser.evaluate("document.getElementById('live').textContent"))
                .startsWith("Connection lost since ")
                .contains("this is what was known then");
        browser.screenshot("connection-lost");
    }

    @Test
    void page_isWholeWithoutScripts() {
        browser.scripts(false);
        browser.open(exporter.uri("/"));

        assertThat(browser.evaluate("document.querySelector('main').innerText"))
                .contains("orders", "cache", "Slow queries", "This exporter");
        assertThat(browser.complaints()).isEmpty();
        browser.screenshot("without-scripts");
    }

    /** Makes the page ask again and again, so that the test need not wait for its next round. */
    private static void seen(String condition) {
        browser.until("(dispatchEvent(new Event('online')), " + condition + ")");
    }

    private static void press(String action) {
        browser.evaluate("{ const button = document.querySelector('#alerts [data-action=" + action
                + "]'); button.closest('details')?.setAttribute('open', ''); button.click() }");
        browser.until("document.getElementById('silence').open");
    }

    private static void confirm() {
        browser.evaluate("document.querySelector('#silence .first').click()");
        browser.until("!document.getElementById('silence').open");
    }

    private static String focused() {
        return browser.evaluate("document.activeElement.getAttribute('href') ?? ''");
    }

    /** What axe-core calls serious or critical. */
    private static List<String> violations() throws IOException {
        try (InputStream axe = StatusPageIT.class.getResourceAsStream("/axe.min.js")) {
            browser.evaluate(new String(axe.readAllBytes(), StandardCharsets.UTF_8) + ";0");
        }
        String found = browser.evaluate("""
                axe.run(document, {resultTypes: ['violations']}).then(result => JSON.stringify(result.violations
                  .filter(each => ['serious', 'critical'].includes(each.impact))
                  .map(each => `${each.id}: ${each.nodes.map(node => node.html + ' ' + node.failureSummary).join('; ')}`)))
                """);
        return JsonNode.parse(found).items().stream().map(JsonNode::text).toList();
    }
}
