package io.dbvitals.api.page.part;

import io.dbvitals.api.dashboard.Dashboard;
import io.dbvitals.api.dashboard.SlowStatement;
import io.dbvitals.api.page.html.Figures;
import io.dbvitals.api.page.html.Html;
import io.dbvitals.api.page.html.State;

/** Where the time of the servers goes, and what would save it. */
public final class Statements {
    private Statements() {}

    public static void write(Html html, Dashboard dashboard) {
        boolean any = Heading.open(
                html,
                "statements",
                "Slow queries",
                dashboard.slowStatements(),
                "No statement takes more than it should.");
        if (any) {
            html.open("ul", "class", "statements");
            dashboard.slowStatements().rows().forEach(each -> statement(html, each));
            html.close("ul");
        }
        Heading.close(html, dashboard.slowStatements());
    }

    private static void statement(Html html, SlowStatement each) {
        State state = State.of(each.severity());
        html.open("li", "class", "statement " + state.style())
                .open("div", "class", "figures")
                .open("p", "class", "share")
                .put("strong", Figures.percent(each.share()))
                .put("span", " of the time", "class", "soft");
        each.share().ifPresent(share -> html.bar(share, state));
        html.close("p")
                .put(
                        "p",
                        Figures.seconds(each.meanSeconds()) + " × " + Figures.count(each.calls())
                                + (each.calls().filter(calls -> calls == 1).isPresent() ? " call" : " calls"),
                        "class",
                        "soft")
                .close("div")
                .open("div", "class", "what")
                .open("h3");
        // Without a finding it is only one of the largest.
        if (!each.rule().isEmpty()) {
            html.state(state, each.rule());
        }
        html.put("span", each.target() + (each.database().isEmpty() ? "" : "/" + each.database()), "class", "name")
                .close("h3")
                .put("code", each.statement(), "class", "sql", "title", each.statement());
        if (!each.evidence().isEmpty()) {
            html.put("p", each.evidence(), "class", "soft");
        }
        if (!each.advice().isEmpty()) {
            html.put("p", each.advice(), "class", "advice");
        }
        html.close("div").close("li");
    }
}
