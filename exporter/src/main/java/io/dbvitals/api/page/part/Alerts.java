package io.dbvitals.api.page.part;

import io.dbvitals.api.dashboard.Dashboard;
import io.dbvitals.api.dashboard.FiringAlert;
import io.dbvitals.api.page.html.Html;
import io.dbvitals.api.page.html.State;
import io.dbvitals.http.resource.Caller;
import io.dbvitals.http.resource.Role;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What fires, the gravest first; what somebody has taken or silenced is folded away below it. */
public final class Alerts {
    private static final int SHOWN = 20;
    private static final String NEEDS_ADMIN = "needs-admin";
    private static final String LOGIN = "login";
    private static final Comparator<FiringAlert> GRAVEST_FIRST = Comparator.comparing(
                    (FiringAlert alert) -> State.of(alert.severity()))
            .reversed()
            .thenComparing(FiringAlert::startsAt)
            .thenComparing(FiringAlert::fingerprint);

    private Alerts() {}

    static boolean isOpen(FiringAlert alert) {
        return !alert.acknowledged() && !alert.state().equals("suppressed");
    }

    public static void write(Html html, Dashboard dashboard, Caller caller) {
        boolean any = Heading.open(html, "alerts", "Alerts", dashboard.alerts(), "No alert fires.");
        boolean admin = caller.role().covers(Role.ADMIN);
        if (any) {
            if (!admin) {
                html.open("p", "id", NEEDS_ADMIN, "class", "soft")
                        .text("You look as " + caller.name()
                                + ", a viewer: acknowledging and suppressing need the role admin.");
                if (caller.equals(Caller.ANONYMOUS)) {
                    html.text(" ").put("a", "Log in", "href", LOGIN);
                }
                html.close("p");
            }
            List<FiringAlert> sorted =
                    dashboard.alerts().rows().stream().sorted(GRAVEST_FIRST).toList();
            List<FiringAlert> open = sorted.stream().filter(Alerts::isOpen).toList();
            List<FiringAlert> taken =
                    sorted.stream().filter(alert -> !isOpen(alert)).toList();
            list(html, open.subList(0, Math.min(SHOWN, open.size())), admin);
            if (open.size() > SHOWN) {
                List<FiringAlert> rest = open.subList(SHOWN, open.size());
                folded(html, "more-alerts", rest.size() + " more that fire", rest, admin);
            }
            if (!taken.isEmpty()) {
                folded(html, "taken-alerts", taken.size() + " acknowledged or suppressed", taken, admin);
            }
        }
        Heading.close(html, dashboard.alerts());
    }

    private static void folded(Html html, String key, String name, List<FiringAlert> alerts, boolean admin) {
        html.open("details", "data-key", key).put("summary", name);
        list(html, alerts, admin);
        html.close("details");
    }

    private static void list(Html html, List<FiringAlert> alerts, boolean admin) {
        html.open("ul", "class", "alerts");
        alerts.forEach(alert -> alert(html, alert, admin));
        html.close("ul");
    }

    private static void alert(Html html, FiringAlert alert, boolean admin) {
        State state = State.of(alert.severity());
        html.open(
                        "li",
                        "class",
                        "alert " + state.style() + (isOpen(alert) ? "" : " taken"),
                        "data-key",
                        alert.fingerprint())
                .open("div", "class", "what")
                .open("h3")
                .state(state, alert.severity().isEmpty() ? "no severity" : alert.severity())
                .put("span", alert.name(), "class", "name", "title", alert.name());
        if (alert.acknowledged()) {
            html.state(State.NOTE, "acknowledged");
        } else if (alert.state().equals("suppressed")) {
            html.state(State.QUIET, "suppressed");
        }
        html.close("h3")
                .put("p", alert.summary().isEmpty() ? alert.description() : alert.summary(), "class", "summary");
        more(html, alert);
        html.close("div").open("div", "class", "actions");
        alert.runbook()
                .filter(address -> address.startsWith("https://") || address.startsWith("http://"))
                .ifPresent(address -> html.open(
                                "a",
                                "href",
                                address,
                                "target",
                                "_blank",
                                "rel",
                                "noopener noreferrer",
                                "class",
                                "button")
                        .text("Runbook")
                        .put("span", " of " + alert.name() + ", in a new tab", "class", "unseen")
                        .close("a"));
        if (isOpen(alert)) {
            button(html, "acknowledge", "Acknowledge…", alert, admin);
            button(html, "suppress", "Suppress…", alert, admin);
        } else if (alert.acknowledged()) {
            button(html, "unacknowledge", "Take back…", alert, admin);
        } else if (!alert.silencedBy().isEmpty()) {
            button(html, "unsuppress", "End silence…", alert, admin);
        }
        html.close("div").close("li");
    }

    private static void more(Html html, FiringAlert alert) {
        html.open("details", "data-key", "more")
                .open("summary")
                .text("since ")
                .time(alert.startsAt())
                .text(", description and labels")
                .close("summary");
        if (!alert.description().isEmpty()) {
            html.put("p", alert.description());
        }
        html.open("dl", "class", "labels");
        Map<String, String> labels = new TreeMap<>(alert.labels());
        labels.forEach((name, value) ->
                html.open("div").put("dt", name).put("dd", value).close("div"));
        html.close("dl").close("details");
    }

    private static void button(Html html, String action, String text, FiringAlert alert, boolean admin) {
        String[] always = {
            "type", "button",
            "data-action", action,
            "data-alert", alert.fingerprint(),
            "data-name", alert.name(),
            "data-silences", String.join(" ", alert.silencedBy())
        };
        String[] refused = {"disabled", "", "aria-describedby", NEEDS_ADMIN, "title", "needs the role admin"};
        String[] attributes = new String[always.length + (admin ? 0 : refused.length)];
        System.arraycopy(always, 0, attributes, 0, always.length);
        System.arraycopy(refused, 0, attributes, always.length, attributes.length - always.length);
        html.open("button", attributes)
                .text(text)
                .put("span", " " + alert.name(), "class", "unseen")
                .close("button");
    }
}
