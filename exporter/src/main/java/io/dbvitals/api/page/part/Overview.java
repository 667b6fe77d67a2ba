package io.dbvitals.api.page.part;

import io.dbvitals.api.dashboard.Dashboard;
import io.dbvitals.api.dashboard.FiringAlert;
import io.dbvitals.api.dashboard.TargetCard;
import io.dbvitals.api.page.html.Html;
import io.dbvitals.api.page.html.State;
import io.dbvitals.health.HealthReport.Status;
import java.util.List;

/** What is wrong, in one sentence, and the counts behind it. */
public final class Overview {
    private static final int MOST_NAMES = 3;

    private Overview() {}

    /** The worst of targets and of alerts that nobody has taken. */
    public static State state(Dashboard dashboard) {
        State state = dashboard.targets().isEmpty() ? State.QUIET : State.of(dashboard.status());
        for (FiringAlert alert : open(dashboard)) {
            State severity = State.of(alert.severity());
            state = severity.compareTo(State.WARNING) >= 0 ? state.or(severity) : state;
        }
        return state;
    }

    /** For the title of the window, which may be all that is seen of the page. */
    public static String title(Dashboard dashboard) {
        long down = count(dashboard, Status.UNHEALTHY);
        long degraded = count(dashboard, Status.DEGRADED);
        int alerts = open(dashboard).size();
        String what = down > 0 ? down + " unhealthy" : degraded > 0 ? degraded + " degraded" : "healthy";
        return what + (alerts > 0 ? ", " + alerts + " firing" : "") + " · dbvitals";
    }

    public static void write(Html html, Dashboard dashboard) {
        State state = state(dashboard);
        html.open("div", "id", "overview", "class", "overview " + state.style())
                .icon(state.style())
                .open("div")
                .put("h1", verdict(dashboard))
                .open("ul", "class", "counts");
        for (Status status : List.of(Status.UNHEALTHY, Status.DEGRADED, Status.HEALTHY)) {
            long count = count(dashboard, status);
            if (count > 0) {
                html.open("li")
                        .state(State.of(status), count + " " + TargetCards.word(status))
                        .close("li");
            }
        }
        int open = open(dashboard).size();
        int taken = dashboard.alerts().rows().size() - open;
        if (open + taken > 0) {
            html.open("li")
                    .put("a", open + (open == 1 ? " alert fires" : " alerts fire"), "href", "#alerts")
                    .text(taken > 0 ? ", " + taken + " more acknowledged or suppressed" : "")
                    .close("li");
        }
        html.close("ul").close("div").close("div");
    }

    private static String verdict(Dashboard dashboard) {
        int all = dashboard.targets().size();
        if (all == 0) {
            return "No target is configured";
        }
        Status worst = dashboard.status();
        int open = open(dashboard).size();
        if (worst == Status.HEALTHY) {
            String healthy = all == 1 ? "The one target is healthy" : "All " + all + " targets are healthy";
            return open == 0 ? healthy : healthy + ", but " + (open == 1 ? "an alert fires" : open + " alerts fire");
        }
        List<String> names = dashboard.targets().stream()
                .filter(target -> target.status() == worst)
                .map(TargetCard::name)
                .toList();
        String some = String.join(", ", names.subList(0, Math.min(names.size(), MOST_NAMES)));
        String rest = names.size() > MOST_NAMES ? " and " + (names.size() - MOST_NAMES) + " more" : "";
        return names.size() + " of " + all + (all == 1 ? " target" : " targets")
                + (names.size() == 1 ? " is " : " are ") + TargetCards.word(worst) + ": " + some + rest;
    }

    static List<FiringAlert> open(Dashboard dashboard) {
        return dashboard.alerts().rows().stream().filter(Alerts::isOpen).toList();
    }

    private static long count(Dashboard dashboard, Status status) {
        return dashboard.targets().stream()
                .filter(target -> target.status() == status)
                .count();
    }
}
