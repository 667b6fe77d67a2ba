package io.dbvitals.grafana.reference.source;

import io.dbvitals.grafana.model.Dashboard;
import io.dbvitals.grafana.model.Panel;
import io.dbvitals.grafana.model.Query;
import io.dbvitals.grafana.model.Row;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who asks for a metric, by itself or by what rules record of it.
 *
 * @param alerts by metric
 * @param panels by metric, their titles by the dashboard
 */
public record Uses(Map<String, Set<String>> alerts, Map<String, Map<String, Set<String>>> panels) {
    /** Every server has them, by its own metric; to follow them would lead from each metric to all alerts. */
    private static final String THRESHOLDS = "dbvitals:";

    public static Uses of(List<Rule> rules, List<Dashboard> dashboards) {
        Map<String, Set<String>> recorded = new TreeMap<>();
        for (Rule rule : rules) {
            if (!rule.alert() && !rule.name().startsWith(THRESHOLDS)) {
                recorded.computeIfAbsent(rule.name(), each -> new TreeSet<>()).addAll(metrics(rule.expr()));
            }
        }
        Uses uses = new Uses(new TreeMap<>(), new TreeMap<>());
        for (Rule rule : rules) {
            if (rule.alert()) {
                for (String metric : behind(rule.expr(), recorded)) {
                    uses.alerts.computeIfAbsent(metric, each -> new TreeSet<>()).add(rule.name());
                }
            }
        }
        for (Dashboard dashboard : dashboards) {
            for (Row row : dashboard.rows()) {
                for (Panel panel : row.panels()) {
                    uses.add(dashboard, panel, recorded);
                }
            }
        }
        return uses;
    }

    private void add(Dashboard dashboard, Panel panel, Map<String, Set<String>> recorded) {
        for (Query query : panel.queries()) {
            for (String metric : behind(dashboard.scope().expand(query.expr()), recorded)) {
                panels.computeIfAbsent(metric, each -> new TreeMap<>())
                        .computeIfAbsent(dashboard.title(), each -> new TreeSet<>())
                        .add(panel.title());
            }
        }
    }

    /** The metrics of an expression and, where it names a recorded series, of that. */
    private static Set<String> behind(String expr, Map<String, Set<String>> recorded) {
        Set<String> found = new HashSet<>();
        Set<String> next = metrics(expr);
        while (!next.isEmpty()) {
            Set<String> further = new TreeSet<>();
            for (String metric : next) {
                if (found.add(metric)) {
                    further.addAll(recorded.getOrDefault(metric, Set.of()));
                }
            }
            next = further;
        }
        return found;
    }

    /** With the name of a histogram beside the names of its series. */
    private static Set<String> metrics(String expr) {
        Set<String> metrics = new TreeSet<>();
        for (Selector selector : Selector.of(expr)) {
            metrics.add(selector.metric());
            metrics.add(selector.metric().replaceFirst("_(bucket|sum|count)$", ""));
        }
        return metrics;
    }
}
