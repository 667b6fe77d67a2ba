package io.dbvitals.api.page.part;

import io.dbvitals.api.dashboard.Dashboard;
import io.dbvitals.api.dashboard.PlannedStep;
import io.dbvitals.api.dashboard.SessionNode;
import io.dbvitals.api.page.html.Figures;
import io.dbvitals.api.page.html.Html;
import io.dbvitals.api.page.html.State;
import io.dbvitals.api.page.html.Table;
import java.util.List;

/** Who holds whom: each session above those that wait for it; and what the guard would do about it. */
public final class Sessions {
    /** A chain of locks that is longer is cut: nobody reads further, and a ring must end. */
    private static final int DEEPEST = 12;

    private Sessions() {}

    public static void write(Html html, Dashboard dashboard) {
        boolean any = Heading.open(
                html, "sessions", "Sessions", dashboard.sessions(), "No session waits for another or stands out.");
        if (any) {
            html.open("ul", "class", "tree");
            dashboard.sessions().rows().forEach(node -> node(html, node, 0));
            html.close("ul");
        }
        Heading.close(html, dashboard.sessions());
        plan(html, dashboard);
    }

    private static void node(Html html, SessionNode node, int depth) {
        int held = held(node);
        State state = held > 0 ? State.BAD : node.waitsFor().isEmpty() ? State.NOTE : State.WARNING;
        html.open("li", "data-key", node.target() + "/" + node.id())
                .open("div", "class", "session " + state.style())
                .state(state, held > 0 ? "blocks " + held : node.waitsFor().isEmpty() ? node.state() : "waits")
                .put("strong", String.valueOf(node.id()))
                .put("span", who(node), "class", "who", "title", who(node))
                .put("span", what(node), "class", "what")
                .put("span", Figures.duration(node.age()), "class", "age");
        if (!node.verdict().isEmpty()) {
            html.put("span", "guard: " + node.verdict(), "class", "verdict");
        }
        html.close("div");
        if (!node.waiters().isEmpty() && depth < DEEPEST) {
            html.open("ul");
            node.waiters().forEach(waiter -> node(html, waiter, depth + 1));
            html.close("ul");
        } else if (!node.waiters().isEmpty()) {
            html.put("p", "and those that wait for it", "class", "soft");
        }
        html.close("li");
    }

    private static int held(SessionNode node) {
        return held(node, 0);
    }

    private static int held(SessionNode node, int depth) {
        int held = node.waiters().size();
        if (depth < DEEPEST) {
            for (SessionNode waiter : node.waiters()) {
                held += held(waiter, depth + 1);
            }
        }
        return held;
    }

    private static String who(SessionNode node) {
        String application = node.application().isEmpty() ? "" : " · " + node.application();
        return node.user() + "@" + node.target() + (node.database().isEmpty() ? "" : "/" + node.database())
                + application;
    }

    private static String what(SessionNode node) {
        String command = node.command().isEmpty() ? "" : node.command() + " · ";
        return command + node.state() + (node.waitsFor().isEmpty() ? "" : " · waits for " + node.waitsFor());
    }

    private static void plan(Html html, Dashboard dashboard) {
        String guard = dashboard.self().guard();
        boolean any = Heading.open(
                html, "guard", "Plan of the guard", dashboard.guardPlan(), "Nothing: no session breaks a rule.");
        if (any) {
            html.put("p", said(guard), "class", "soft");
            Table table = new Table(
                    html, "Plan of the guard", "Action", "Target", "#Session", "Who", "Rule", "Why", "#Waiters");
            List<PlannedStep> steps = dashboard.guardPlan().rows();
            for (PlannedStep step : steps) {
                State state = step.action().equals("terminate") ? State.BAD : State.WARNING;
                table.row(state)
                        .state(state, step.action())
                        .name(step.target())
                        .cell(String.valueOf(step.id()))
                        .name(step.who())
                        .name(step.rule())
                        .prose(step.why())
                        .cell(String.valueOf(step.victims()))
                        .endRow();
            }
            table.end();
        }
        Heading.close(html, dashboard.guardPlan());
    }

    private static String said(String guard) {
        return switch (guard) {
            case "acting" -> "The guard acts: it does this by itself in its next round.";
            case "dry run" -> "The guard runs dry: it says this, and does nothing.";
            default -> "The guard is off: this is what it would do; nothing is done.";
        };
    }
}
