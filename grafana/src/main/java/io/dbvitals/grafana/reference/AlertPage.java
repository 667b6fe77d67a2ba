package io.dbvitals.grafana.reference;

import static io.dbvitals.grafana.reference.Markdown.plain;

import io.dbvitals.grafana.model.Dashboard;
import io.dbvitals.grafana.model.Panel;
import io.dbvitals.grafana.model.Row;
import io.dbvitals.grafana.reference.source.Rule;
import io.dbvitals.grafana.reference.source.Threshold;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** All alerts by group: a table to find one, and then each with its expression. */
final class AlertPage {
    private static final List<String> GROUPS = List.of(
            "database",
            "vector",
            "redis",
            "system",
            "application",
            "mysql",
            "pgbouncer",
            "guard",
            "monitoring",
            "slo",
            "anomaly");
    private static final List<String> SEVERITIES = List.of("critical", "warning", "none");
    private static final Set<String> OF_TARGETS = Set.of("postgres", "pgbouncer", "mysql", "redis", "host");
    private static final Pattern TEMPLATE = Pattern.compile("\\{\\{.*?}}");
    private static final Pattern UID = Pattern.compile("/d/([a-z-]+)");

    private final List<Rule> rules;
    private final List<Dashboard> dashboards;

    private AlertPage(List<Rule> rules, List<Dashboard> dashboards) {
        this.rules = rules;
        this.dashboards = dashboards;
    }

    static String of(List<Rule> rules, List<Dashboard> dashboards) {
        AlertPage made = new AlertPage(rules, dashboards);
        List<Rule> alerts = rules.stream()
                .filter(Rule::alert)
                .sorted(Comparator.comparing((Rule rule) -> SEVERITIES.indexOf(rule.label("severity")))
                        .thenComparing(Rule::name))
                .toList();
        Markdown page = Markdown.page("Alerts")
                .paragraph("All " + alerts.size()
                        + " alerts of [config/prometheus/rules](../config/prometheus/README.md): when they fire, what"
                        + " tunes them, and what to do. `critical`: a person acts now; `warning`: in working hours; `none`: the"
                        + " dead man's switch.")
                .paragraph(
                        "*after* is how long the expression holds before the alert fires; empty: it fires at once. *threshold* is what it"
                                + " compares with, and its default; the name is a key of `thresholds` in the configuration of dbvitals:"
                                + " [tune thresholds](tune-thresholds.md). An alert without one has its numbers in its expression. The"
                                + " ellipsis stands for what is filled in when it fires.");
        for (String group : GROUPS) {
            made.group(
                    page,
                    group,
                    alerts.stream()
                            .filter(rule -> rule.label("group").equals(group))
                            .toList());
        }
        return page.toString();
    }

    private void group(Markdown page, String group, List<Rule> alerts) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("alert", "severity", "says", "after", "threshold"));
        for (Rule alert : alerts) {
            rows.add(List.of(
                    "[" + alert.name() + "](#" + alert.name().toLowerCase(Locale.ROOT) + ")",
                    alert.label("severity"),
                    plain(said(alert.annotation("summary"))),
                    alert.waits().orElse(""),
                    Threshold.of(alert, rules).stream()
                            .map(threshold -> "`" + threshold.name() + "` " + number(threshold))
                            .distinct()
                            .collect(Collectors.joining(", "))));
        }
        page.heading(group).table(rows);
        alerts.forEach(alert -> alert(page, alert));
    }

    private void alert(Markdown page, Rule alert) {
        page.subheading(alert.name()).paragraph(plain(said(alert.annotation("description"))));
        page.code("promql", alert.expr()).gap();
        String times = alert.label("severity")
                + alert.waits().map(time -> " after " + time).orElse(" at once")
                + alert.keeps()
                        .map(time -> ", for " + time + " more when it is over")
                        .orElse("");
        page.item(times + "; [" + alert.file() + "](../config/prometheus/rules/" + alert.file() + ")");
        for (Threshold threshold : Threshold.of(alert, rules)) {
            page.item("threshold `" + threshold.name() + ": {" + threshold.severity() + ": …}`, by default "
                    + number(threshold)
                    + (OF_TARGETS.contains(threshold.kind()) ? "; for all targets or for one" : "; for all"));
        }
        page.item("[runbook](../runbooks/" + alert.name() + ".md); dashboard " + dashboard(alert));
    }

    /** Its own, and on which panels its numbers are. */
    private String dashboard(Rule alert) {
        var uid = UID.matcher(alert.annotation("dashboard_url"));
        Set<String> panels = new TreeSet<>();
        for (Dashboard dashboard : dashboards) {
            for (Row row : dashboard.rows()) {
                for (Panel panel : row.panels()) {
                    if (panel.alerts().contains(alert.name())) {
                        panels.add(dashboard.title() + ": " + panel.title());
                    }
                }
            }
        }
        String own = uid.find() ? "[" + uid.group(1) + "](../grafana/dashboards/" + uid.group(1) + ".json)" : "none";
        return own + (panels.isEmpty() ? "" : "; panels " + plain(String.join(", ", panels)));
    }

    private static String number(Threshold threshold) {
        return threshold.byDefault().replace("*", "×");
    }

    /** With an ellipsis for whatever is filled in when it fires. */
    private static String said(String template) {
        return TEMPLATE.matcher(template).replaceAll("…").replaceAll("…(?: …)+", "…");
    }
}
