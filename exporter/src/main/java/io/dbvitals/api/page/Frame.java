package io.dbvitals.api.page;

import io.dbvitals.api.dashboard.Dashboard;
import io.dbvitals.api.page.html.Html;
import io.dbvitals.api.page.part.Overview;

/** What stands around the part that changes: head, shapes, navigation, and the dialogs that the script opens. */
final class Frame {
    private static final int REFRESH_SECONDS = 10;

    /** Each state has another outline, so that none is told by its colour alone. */
    private static final String SHAPES = """
            <svg hidden>
            <symbol id="i-good" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7.5" fill="currentColor"/><path class="cut" d="M4.6 8.3 7 10.7l4.4-5"/></symbol>
            <symbol id="i-note" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6.5" fill="none" stroke="currentColor" stroke-width="2"/><circle cx="8" cy="8" r="2.5" fill="currentColor"/></symbol>
            <symbol id="i-quiet" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6.5" fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="3.2 2"/></symbol>
            <symbol id="i-warning" viewBox="0 0 16 16"><path d="M8 .8 15.8 15H.2Z" fill="currentColor"/><path class="cut" d="M8 5.6v4.6M8 12v1.4"/></symbol>
            <symbol id="i-bad" viewBox="0 0 16 16"><path d="M4.9.5h6.2l4.4 4.4v6.2l-4.4 4.4H4.9L.5 11.1V4.9Z" fill="currentColor"/><path class="cut" d="m5.2 5.2 5.6 5.6M10.8 5.2l-5.6 5.6"/></symbol>
            </svg>
            """;

    private static final String TOP = """
            <a class="skip" href="#main">Skip to what is wrong</a>
            <header class="top">
            <a class="brand" href="./">dbvitals</a>
            <nav aria-label="Sections"><ul>
            <li><a href="#targets">Targets</a></li>
            <li><a href="#alerts">Alerts</a></li>
            <li><a href="#sessions">Sessions</a></li>
            <li><a href="#statements">Queries</a></li>
            <li><a href="#replication">Replication</a></li>
            <li><a href="#pools">Pools</a></li>
            <li><a href="#vectors">Vectors</a></li>
            <li><a href="#self">Exporter</a></li>
            </ul></nav>
            """;

    private static final String BOTTOM = """
            <footer>
            <h2>Endpoints</h2>
            <ul>
            <li><a href="metrics">metrics</a> <span class="soft">samples of all targets, for Prometheus</span></li>
            <li><a href="metrics/self">metrics/self</a> <span class="soft">of this process only</span></li>
            <li><a href="health">health</a> <span class="soft">all targets and this process, as JSON</span></li>
            <li><a href="health/ready">health/ready</a> <span class="soft">whether this process can answer</span></li>
            <li><a href="sd/targets">sd/targets</a> <span class="soft">targets for Prometheus’s http_sd</span></li>
            <li><a href="api/v1/dashboard">api/v1/dashboard</a> <span class="soft">this page, as JSON</span></li>
            <li><a href="api/v1/openapi.json">api/v1/openapi.json</a> <span class="soft">what the API can do</span></li>
            </ul>
            </footer>
            <dialog id="silence" aria-labelledby="silence-name">
            <form method="dialog">
            <h2 id="silence-name">Silence</h2>
            <p id="silence-what"></p>
            <fieldset id="silence-labels"><legend>Alerts with all of these labels</legend><div></div></fieldset>
            <p id="silence-time"><label for="silence-duration">For how long</label>
            <select id="silence-duration" name="duration">
            <option value="15m">15 minutes</option><option value="1h" selected>1 hour</option><option value="4h">4 hours</option>
            <option value="12h">12 hours</option><option value="1d">1 day</option><option value="3d">3 days</option>
            <option value="7d">7 days, the longest</option>
            </select></p>
            <p id="silence-why"><label for="silence-comment">Comment</label>
            <textarea id="silence-comment" name="comment" rows="2" maxlength="500"></textarea></p>
            <p id="silence-refused" class="why" role="alert"></p>
            <p class="actions"><button type="submit" class="first">Do it</button><button type="button" data-close>Cancel</button></p>
            </form>
            </dialog>
            <dialog id="target" aria-labelledby="target-name">
            <header><h2 id="target-name" tabindex="-1">Target</h2>
            <label for="target-hours">Last</label>
            <select id="target-hours"><option value="1" selected>hour</option><option value="6">6 hours</option>
            <option value="24">day</option><option value="168">week</option></select>
            <button type="button" data-close>Close</button></header>
            <p id="target-said" role="status"></p>
            <div id="target-charts"></div>
            </dialog>
            <p id="said" role="status" aria-live="polite"></p>
            """;

    private Frame() {}

    /** @param assets where the files are, relative to the page */
    static String around(String main, Dashboard dashboard, String assets) {
        Html html = new Html(dashboard.at());
        html.open("html", "lang", "en")
                .open("head")
                .open("meta", "charset", "utf-8")
                .open("meta", "name", "viewport", "content", "width=device-width,initial-scale=1")
                .open("meta", "name", "color-scheme", "content", "light dark")
                .put("title", Overview.title(dashboard))
                .open(
                        "link",
                        "id",
                        "icon",
                        "rel",
                        "icon",
                        "type",
                        "image/svg+xml",
                        "href",
                        assets + Overview.state(dashboard).style() + ".svg")
                .open("link", "rel", "stylesheet", "href", assets + "page.css")
                .put("script", "", "type", "module", "src", assets + "page.js")
                .open("noscript")
                .open("meta", "http-equiv", "refresh", "content", String.valueOf(REFRESH_SECONDS))
                .close("noscript")
                .close("head")
                .open("body");
        Html live = new Html(dashboard.at());
        live.open("p", "id", "live", "class", "live")
                .text("as of ")
                .time(dashboard.at())
                .close("p")
                .close("header");
        return "<!doctype html>\n" + html + SHAPES + TOP + live + main + BOTTOM + "</body>\n</html>\n";
    }
}
