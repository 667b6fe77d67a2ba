package io.dbvitals.api.page.part;

import io.dbvitals.api.dashboard.Dashboard;
import io.dbvitals.api.dashboard.SelfState;
import io.dbvitals.api.page.html.Figures;
import io.dbvitals.api.page.html.Html;
import io.dbvitals.api.page.html.State;
import io.dbvitals.health.HealthReport.ProcessUse;
import java.util.List;
import java.util.Optional;

/** This program: what it uses, and what it could not read. */
public final class Self {
    private Self() {}

    public static void write(Html html, Dashboard dashboard) {
        SelfState self = dashboard.self();
        ProcessUse use = self.process();
        Heading.open(html, "self", "This exporter", 0);
        self.reloadFailure()
                .ifPresent(reason -> html.open("p", "class", "why")
                        .state(State.WARNING, "the configuration on disk is not in use")
                        .text(reason)
                        .close("p"));
        html.open("dl", "class", "facts");
        fact(html, "Version", self.version());
        fact(html, "Up", Figures.duration(use.uptime()));
        fact(html, "Guard", self.guard());
        fact(html, "Processor time", Figures.seconds(Optional.of(use.cpuSeconds())));
        fact(
                html,
                "Memory",
                Figures.bytes(Optional.of((double) use.residentBytes()).filter(bytes -> bytes > 0)));
        fact(
                html,
                "Heap",
                Figures.bytes(Optional.of((double) use.heapUsedBytes())) + " of "
                        + Figures.bytes(Optional.of((double) use.heapMaxBytes())));
        fact(html, "Threads", String.valueOf(use.threads()));
        html.close("dl");
        failures(html, self.failures());
        html.close("section");
    }

    private static void failures(Html html, List<String> failures) {
        if (failures.isEmpty()) {
            html.open("p", "class", "empty")
                    .icon("good")
                    .text("Every target answered when it was last asked.")
                    .close("p");
            return;
        }
        html.open("h3")
                .state(
                        State.WARNING,
                        failures.size() + (failures.size() == 1 ? " target does not answer" : " targets do not answer"))
                .close("h3");
        html.open("ul", "class", "failures");
        failures.forEach(failure -> html.put("li", failure));
        html.close("ul");
    }

    private static void fact(Html html, String name, String value) {
        html.open("div").put("dt", name).put("dd", value).close("div");
    }
}
