package io.dbvitals.api.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.api.dashboard.Dashboard;
import io.dbvitals.http.Stand;
import io.dbvitals.http.resource.Call;
import io.dbvitals.http.resource.Caller;
import io.dbvitals.http.resource.Operation;
import io.dbvitals.http.resource.Role;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StatusPageTest {
    private static final String HOSTILE = "<img src=x onerror=alert(1)>\"'/>&lt;</script>\u202e\u0007";

    private final Stand stand = new Stand();
    private volatile Dashboard dashboard = Examples.incident(Examples.NOW);
    private volatile Caller caller = Caller.ANONYMOUS;

    @BeforeEach
    void start() throws Exception {
        stand.operations = StatusPage.operations(() -> dashboard).stream()
                .map(each -> new Operation(
                        each.method(),
                        each.template(),
                        each.role(),
                        call -> each.resource().answer(as(call))))
                .toList();
        stand.start(Map.of());
    }

    @AfterEach
    void close() {
        stand.close();
    }

    @Test
    void page_saysWhatIsWrongFirst() throws Exception {
        String page = page();

        assertThat(page)
                .startsWith("<!doctype html>")
                .contains("<title>1 unhealthy, 2 firing · dbvitals</title>")
                .contains("<h1>1 of 7 targets is unhealthy: sessions-cache</h1>")
                .contains("<a href=\"#alerts\">2 alerts fire</a>, 2 more acknowledged or suppressed")
                .contains("connection refused: nothing listens on cache-1.internal:6379; is the server started?")
                .contains("<strong>−25</strong><span><b>locks</b>7 sessions wait for a lock");
        assertThat(List.of(
                        "id=\"overview\"",
                        "id=\"target=sessions-cache\"",
                        "id=\"target=orders-primary\"",
                        "id=\"target=billing\"",
                        ">RedisDown<",
                        ">PgBlockedSessions<",
                        "2 acknowledged or suppressed</summary>",
                        "blocks 3",
                        "id=\"guard\"",
                        "64 %",
                        "id=\"replication\"",
                        "id=\"pools\"",
                        "id=\"vectors\"",
                        "id=\"self\"",
                        "href=\"metrics\""))
                .isSortedAccordingTo((one, other) -> Integer.compare(page.indexOf(one), page.indexOf(other)))
                .allMatch(page::contains);
    }

    @Test
    void page_showsSessionsUnderThoseTheyWaitFor() throws Exception {
        assertThat(page().replaceAll("<[^>]*>", " ").replaceAll("\\s+", " "))
                .contains("blocks 3 7121 deploy@orders-primary/orders · psql ALTER · idle in transaction 6 min guard:"
                        + " idle_in_transaction: would be terminated")
                .contains(
                        "waits 7313 report@orders-primary/orders · reports SELECT · active · waits for relation orders 45 s")
                .contains("The guard runs dry: it says this, and does nothing.");
    }

    @Test
    void page_saysWhatToConfigureWhereNothingIs() throws Exception {
        dashboard = Examples.empty();

        assertThat(page())
                .contains("<h1>No target is configured</h1>")
                .contains("name servers under <code>targets</code> in the configuration")
                .contains("Alerts are not read: name an Alertmanager under alerting.alertmanagers.")
                .contains("No session waits for another")
                .contains("Every target answered when it was last asked.");
    }

    @Test
    void texts_neverBecomeMarkup() throws Exception {
        dashboard = Examples.saying(HOSTILE);
        caller = new Caller(HOSTILE, Role.VIEWER);

        String page = page();

        assertThat(page)
                .doesNotContain("<img", "</script>\u202e", "\u202e", "\u0007", "javascript:", "\"'/>")
                .contains("&lt;img src=x onerror=alert(1)&gt;&quot;&#39;/&gt;&amp;lt;&lt;/script&gt;\ufffd\ufffd");
        // Each tag of the page is one that the page itself writes.
        Matcher tags = Pattern.compile("<(/?[a-z0-9]+)[ >]").matcher(page);
        assertThat(tags.results().map(tag -> tag.group(1)).filter(tag -> tag.equals("img") || tag.equals("/img")))
                .isEmpty();
    }

    @Test
    void page_needsNothingInlineAndNothingFromElsewhere() throws Exception {
        HttpResponse<String> answer = stand.get("/");

        assertThat(answer.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy ->
                        assertThat(policy).startsWith("default-src 'none'").doesNotContain("unsafe", "http", "*"));
        assertThat(answer.body())
                .doesNotContain("<style", "style=\"", "<script>", " onclick")
                .doesNotContainPattern(" on[a-z]+=");
        // Only runbooks lead elsewhere; everything else works below any prefix.
        Matcher addresses = Pattern.compile("(?:href|src)=\"([^\"]*)\"").matcher(answer.body());
        assertThat(addresses.results().map(address -> address.group(1)))
                .isNotEmpty()
                .allMatch(address -> !address.startsWith("/"))
                .filteredOn(address -> address.contains(":"))
                .allMatch(address -> address.startsWith("https://runbooks.example.com/"));
    }

    @Test
    void part_isWhatThePageHas_andIsSentOnce() throws Exception {
        HttpResponse<String> part = stand.get("/?part=main");
        String tag = part.headers().firstValue("ETag").orElseThrow();

        assertThat(page()).contains(part.body());
        assertThat(stand.get("/?part=main", "If-None-Match", tag).statusCode()).isEqualTo(304);
        dashboard = Examples.empty();
        assertThat(stand.get("/?part=main", "If-None-Match", tag).statusCode()).isEqualTo(200);
    }

    @Test
    void unknownPart_isRefused() throws Exception {
        HttpResponse<String> answer = stand.get("/?part=all");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("the page has no part 'all'; there is: main");
    }

    @Test
    void buttons_workForAdminsOnly() throws Exception {
        assertThat(page())
                .contains("You look as anonymous, a viewer: acknowledging and suppressing need the role admin.")
                .containsPattern(
                        "<button type=\"button\" data-action=\"acknowledge\"[^>]* disabled aria-describedby=\"needs-admin\"");

        caller = new Caller("ada", Role.ADMIN);
        assertThat(page()).doesNotContain("a viewer", " disabled").contains("data-action=\"acknowledge\"");
    }

    @Test
    void large_isFoldedAway() throws Exception {
        dashboard = Examples.large(Examples.NOW, 50, 40);

        assertThat(page())
                .contains("<details data-key=\"healthy\"><summary>45 healthy targets</summary>")
                .contains("14 more that fire</summary>")
                .contains("and 12 more, which are not shown");
    }

    private Call as(Call call) {
        return new Call(
                call.method(), call.path(), call.variables(), call.parameters(), call.headers(), call.body(), caller);
    }

    private String page() throws Exception {
        HttpResponse<String> answer = stand.get("/");
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }
}
