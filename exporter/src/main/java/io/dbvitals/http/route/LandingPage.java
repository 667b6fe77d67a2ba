package io.dbvitals.http.route;

import io.dbvitals.health.HealthReport;
import io.dbvitals.health.HealthReport.TargetHealth;
import io.dbvitals.http.answer.Answer;
import io.dbvitals.http.answer.Route;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.eclipse.jetty.server.Request;

/** {@code /}: which targets there are, how they are, and where to look further; one page that loads nothing else. */
public final class LandingPage implements Route {
    private static final String STYLE = """
            :root{color-scheme:light dark;--bg:#fff;--fg:#1c2024;--soft:#60646c;--line:#e2e4e9;--card:#f7f8fa;--link:#0b62c4;
            --healthy:#18794e;--degraded:#ad5700;--unhealthy:#c62a2f}
            @media(prefers-color-scheme:dark){:root{--bg:#111315;--fg:#edeef0;--soft:#b0b4ba;--line:#2e3135;--card:#191b1e;
            --link:#70b8ff;--healthy:#3dd68c;--degraded:#ffa057;--unhealthy:#ff9592}}
            *{box-sizing:border-box}
            body{margin:0;background:var(--bg);color:var(--fg);font:16px/1.5 system-ui,sans-serif}
            main{max-width:60rem;margin:0 auto;padding:2.5rem 1.25rem}
            header{display:flex;flex-wrap:wrap;align-items:baseline;gap:.25rem 1rem;margin-bottom:2rem}
            h1{font-size:1.75rem;margin:0}h2{font-size:1.05rem;margin:2rem 0 .75rem}
            a{color:var(--link)}.soft{color:var(--soft)}
            .wide{overflow-x:auto;border:1px solid var(--line);border-radius:.5rem}
            table{border-collapse:collapse;width:100%}
            th,td{padding:.55rem .9rem;text-align:left;border-bottom:1px solid var(--line);white-space:nowrap}
            th{background:var(--card);color:var(--soft);font-size:.85rem;font-weight:600}
            tr:last-child td{border-bottom:0}td.text{white-space:normal;min-width:14rem}
            td.number{text-align:right;font-variant-numeric:tabular-nums}th.number{text-align:right}
            .state{font-weight:600}.state::before{content:"";display:inline-block;width:.6rem;height:.6rem;
            border-radius:50%;background:currentColor;margin-right:.5rem}
            .healthy{color:var(--healthy)}.degraded{color:var(--degraded)}.unhealthy{color:var(--unhealthy)}
            dl{display:grid;grid-template-columns:max-content 1fr;gap:.4rem 1.25rem;margin:0}dd{margin:0;color:var(--soft)}
            """;
    private static final String POLICY = "default-src 'none'; style-src '" + hashOf(STYLE)
            + "'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
    private static final String LINKS = """
            <h2>Endpoints</h2>
            <dl>
            <dt><a href="/metrics">/metrics</a></dt><dd>samples of all targets, for Prometheus</dd>
            <dt><a href="/health">/health</a></dt><dd>the state of all targets and of this process, as JSON</dd>
            <dt><a href="/health/ready">/health/ready</a></dt><dd>whether this process can answer; says nothing about databases</dd>
            """;
    private static final String MAIN_LINKS = """
            <dt><a href="/metrics/self">/metrics/self</a></dt><dd>samples of this process only</dd>
            <dt><a href="/sd/targets">/sd/targets</a></dt><dd>targets for Prometheus's http_sd</dd>
            <dt>/probe?target=&amp;module=</dt><dd>samples of a server that is named by the asker</dd>
            """;

    private final String version;
    private final Supplier<HealthReport> health;
    private final boolean main;

    /**
     * A page of one port.
     *
     * @param main whether this is the page of the main port, where more is served than on others
     */
    public LandingPage(String version, Supplier<HealthReport> health, boolean main) {
        this.version = version;
        this.health = health;
        this.main = main;
    }

    @Override
    public CompletableFuture<Answer> answer(Request request) {
        HealthReport report = health.get();
        StringBuilder page = new StringBuilder(4096);
        page.append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
                .append("<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n")
                .append("<title>dbvitals</title>\n<style>")
                .append(STYLE)
                .append("</style>\n</head>\n<body>\n<main>\n<header><h1>dbvitals</h1>")
                .append(state(report.status()))
                .append("<span class=\"soft\">version ")
                .append(escape(version))
                .append(" · up ")
                .append(rounded(report.process().uptime()))
                .append("</span></header>\n");
        targets(page, report);
        page.append(LINKS).append(main ? MAIN_LINKS : "").append("</dl>\n</main>\n</body>\n</html>\n");
        return CompletableFuture.completedFuture(Answer.html(page.toString(), POLICY));
    }

    private static void targets(StringBuilder page, HealthReport report) {
        page.append("<h2>Targets</h2>\n");
        if (report.targets().isEmpty()) {
            page.append("<p class=\"soft\">No target is configured; name one under <code>targets</code>.</p>\n");
            return;
        }
        page.append("<div class=\"wide\"><table>\n<tr><th>Target</th><th>Kind</th><th>State</th><th>Role</th>")
                .append("<th class=\"number\">Answered in</th><th class=\"number\">Asked</th><th>Reason</th></tr>\n");
        for (TargetHealth target : report.targets()) {
            page.append("<tr><td>")
                    .append(escape(target.name()))
                    .append("</td><td>")
                    .append(escape(target.kind()))
                    .append("</td><td>")
                    .append(state(target.status()))
                    .append("</td><td>")
                    .append(target.replica()
                            .map(replica -> replica ? "replica" : "primary")
                            .orElse("–"))
                    .append("</td><td class=\"number\">")
                    .append(target.responseTime()
                            .map(time -> time.toMillis() + " ms")
                            .orElse("–"))
                    .append("</td><td class=\"number\">")
                    .append(target.age().map(age -> rounded(age) + " ago").orElse("not yet"))
                    .append("</td><td class=\"text\">")
                    .append(escape(target.error()))
                    .append("</td></tr>\n");
        }
        page.append("</table></div>\n");
    }

    /** In the largest unit of which there are at least two, because nobody reads more. */
    private static String rounded(Duration duration) {
        if (duration.toDays() >= 2) {
            return duration.toDays() + " days";
        }
        if (duration.toHours() >= 2) {
            return duration.toHours() + " h";
        }
        return duration.toMinutes() >= 2 ? duration.toMinutes() + " min" : duration.toSeconds() + " s";
    }

    private static String state(HealthReport.Status status) {
        String label = HealthRoutes.label(status);
        return "<span class=\"state " + label + "\">" + label + "</span>";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    /** As the content security policy wants it: this style and no other may be used. */
    private static String hashOf(String style) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(style.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
