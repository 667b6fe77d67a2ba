package io.dbvitals.grafana.boards.estate;

import static io.dbvitals.grafana.model.PanelBuilder.graph;
import static io.dbvitals.grafana.model.PanelBuilder.stat;
import static io.dbvitals.grafana.model.PanelBuilder.table;
import static io.dbvitals.grafana.model.PanelBuilder.text;

import io.dbvitals.grafana.model.Dashboard;
import io.dbvitals.grafana.model.Limits;
import io.dbvitals.grafana.model.PanelBuilder;
import io.dbvitals.grafana.model.Row;
import io.dbvitals.grafana.model.Scope;
import io.dbvitals.grafana.model.Unit;

/** Service level objectives: how much may still go wrong this month, and how fast it goes. */
public final class SloBoard {
    private static final String WELL = "No objective has data yet";
    private static final String OF = "{slo=~\"$slo\"}";

    private SloBoard() {}

    public static Dashboard dashboard() {
        return Dashboard.of(
                        "dbvitals-slo",
                        "Objectives",
                        "Error budgets of 30 days: what is left, and how fast it burns.",
                        Scope.processes("up").with("slo", "Objective", "slo:error_budget:ratio"))
                .row(Row.open("Budgets")
                        .line(
                                text(
                                        "How to read",
                                        "An objective allows a share of failures in 30 days: its **budget**. A **burn rate** of 1 spends it in exactly 30 days,"
                                                + " 14.4 in two days. Objectives are pairs of rules in `config/prometheus/rules/slo-records.yml`."))
                        .line(
                                stat(
                                                "Least budget left",
                                                Unit.RATIO,
                                                "Of each objective, the server that is worst off; below 0: it was missed.")
                                        .query("min by (slo) (slo:error_budget_left:ratio" + OF + ")", "{{slo}}")
                                        .signed()
                                        .limits(Limits.below(0.25, 0))
                                        .ifEmpty(WELL),
                                stat("Allowed", Unit.RATIO, "Share of failures that each objective allows.")
                                        .query("max by (slo) (slo:error_budget:ratio" + OF + ")", "{{slo}}")
                                        .ifEmpty(WELL)))
                .row(Row.open("Burn rates")
                        .line(
                                burn("Fast: 1 h and 5 min", "1h", "5m", 14.4, "SLOErrorBudgetBurnFast"),
                                burn("Medium: 6 h and 30 min", "6h", "30m", 6, "SLOErrorBudgetBurnMedium"))
                        .line(
                                burn("Slow: 1 d and 2 h", "1d", "2h", 3, "SLOErrorBudgetBurnSlow"),
                                burn("Trickle: 3 d and 6 h", "3d", "6h", 1, "SLOErrorBudgetBurnTrickle")))
                .row(Row.open("By server")
                        .line(table("Objectives by server", "All windows side by side.")
                                .column("Failures, 5 min", Unit.RATIO, worst("5m"))
                                .column("1 h", Unit.RATIO, worst("1h"))
                                .column("6 h", Unit.RATIO, worst("6h"))
                                .column("3 d", Unit.RATIO, worst("3d"))
                                .column("30 d", Unit.RATIO, worst("30d"))
                                .column(
                                        "Budget left",
                                        Unit.RATIO,
                                        "min by (slo, job, instance, server, target) (slo:error_budget_left:ratio" + OF
                                                + ")",
                                        Limits.below(0.25, 0))
                                .ifEmpty(WELL))
                        .line(graph("Budget left", Unit.RATIO, "Over the chosen range.")
                                .query("min by (slo) (slo:error_budget_left:ratio" + OF + ")", "{{slo}}")
                                .signed()
                                .limits(Limits.below(0.25, 0))
                                .ifEmpty(WELL)));
    }

    private static PanelBuilder burn(String title, String longer, String shorter, double rate, String alert) {
        String budget = " / on (slo) group_left () slo:error_budget:ratio" + OF;
        return graph(
                        title,
                        Unit.FACTOR,
                        "Failures in both windows, as multiple of what the budget allows. The alert wants both above "
                                + rate + ".")
                .query("max by (slo) (slo:sli_error:ratio_rate" + longer + OF + budget + ")", "{{slo}} " + longer)
                .query("max by (slo) (slo:sli_error:ratio_rate" + shorter + OF + budget + ")", "{{slo}} " + shorter)
                .limits(rate > 3 ? Limits.alarmAbove(rate) : Limits.warnAbove(rate))
                .ifEmpty(WELL)
                .alerts(alert);
    }

    private static String worst(String window) {
        return "max by (slo, job, instance, server, target) (slo:sli_error:ratio_rate" + window + OF + ")";
    }
}
