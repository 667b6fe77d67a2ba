package io.dbvitals.api.page;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dbvitals.api.dashboard.Dashboard;
import io.dbvitals.api.page.html.Html;
import io.dbvitals.api.page.part.Alerts;
import io.dbvitals.api.page.part.Inventory;
import io.dbvitals.api.page.part.Overview;
import io.dbvitals.api.page.part.Self;
import io.dbvitals.api.page.part.Sessions;
import io.dbvitals.api.page.part.Statements;
import io.dbvitals.api.page.part.TargetCards;
import io.dbvitals.http.answer.Answer;
import io.dbvitals.http.answer.Refusal;
import io.dbvitals.http.resource.Call;
import io.dbvitals.http.resource.Caller;
import io.dbvitals.http.resource.Operation;
import io.dbvitals.http.resource.Resource;
import io.dbvitals.http.resource.Role;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;

/**
 * {@code GET /}: the whole page, complete without a script; with {@code ?part=main} only what changes, which the script asks for
 * every few seconds and lays over what is there. One rendering, for both.
 */
public final class StatusPage implements Resource {
    /** Nothing from elsewhere, nothing inline; without a script every link still works. */
    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
            + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final int SEE_OTHER = 303;
    private static final String HTML = "text/html; charset=utf-8";

    private final Dashboard.Source source;
    private final Assets assets;

    private StatusPage(Dashboard.Source source, Assets assets) {
        this.source = source;
        this.assets = assets;
    }

    /** The page, its files, and a way to log in. */
    public static List<Operation> operations(Dashboard.Source source) {
        Assets assets = Assets.packed();
        return List.of(
                Operation.get("/", new StatusPage(source, assets)),
                Operation.get("/assets/{version}/{name}", assets),
                new Operation("GET", "/login", Role.ADMIN, StatusPage::loggedIn));
    }

    /** Where reading is open to all, a browser asks for a login only where one is needed. */
    private static Answer loggedIn(Call call) {
        return Answer.empty(SEE_OTHER).with("Location", "./");
    }

    @Override
    public Answer answer(Call call) throws Refusal, InterruptedException {
        String part = call.parameters().one("part", "");
        if (!part.isEmpty() && !part.equals("main")) {
            throw new Refusal(400, "the page has no part '" + part + "'; there is: main");
        }
        Dashboard dashboard = source.read();
        String main = main(dashboard, call.caller(), assets.path());
        String page = part.isEmpty() ? Frame.around(main, dashboard, assets.path()) : main;
        byte[] body = page.getBytes(UTF_8);
        String tag = "\"" + Assets.hash(body) + "\"";
        Map<String, String> headers = Map.of(
                "Content-Security-Policy",
                POLICY,
                "Referrer-Policy",
                "no-referrer",
                "Cache-Control",
                "private, no-cache",
                "ETag",
                tag);
        boolean same = call.header("if-none-match").filter(tag::equals).isPresent();
        return new Answer(same ? 304 : 200, HTML, ByteBuffer.wrap(same ? new byte[0] : body), headers);
    }

    /** What changes, in the order in which somebody needs it who was woken up. */
    private static String main(Dashboard dashboard, Caller caller, String assets) {
        Html html = new Html(dashboard.at());
        html.open(
                "main",
                "id",
                "main",
                "tabindex",
                "-1",
                "data-title",
                Overview.title(dashboard),
                "data-assets",
                assets,
                "data-state",
                Overview.state(dashboard).style());
        Overview.write(html, dashboard);
        TargetCards.write(html, dashboard);
        Alerts.write(html, dashboard, caller);
        Sessions.write(html, dashboard);
        Statements.write(html, dashboard);
        Inventory.replication(html, dashboard);
        Inventory.pools(html, dashboard);
        Inventory.vectors(html, dashboard);
        Self.write(html, dashboard);
        return html.close("main").toString();
    }
}
