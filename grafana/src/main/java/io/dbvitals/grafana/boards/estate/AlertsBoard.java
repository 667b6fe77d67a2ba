package io.dbvitals.grafana.boards.estate;

import static io.dbvitals.grafana.model.PanelBuilder.graph;
import static io.dbvitals.grafana.model.PanelBuilder.stat;
import static io.dbvitals.grafana.model.PanelBuilder.table;

import io.dbvitals.grafana.model.Dashboard;
import io.dbvitals.grafana.model.Limits;
import io.dbvitals.grafana.model.Row;
import io.dbvitals.grafana.model.Scope;
import io.dbvitals.grafana.model.Unit;

/** What fires, and whether what watches is itself well: dbvitals, Prometheus, Alertmanager. */
public final class AlertsBoard {
    private static final Limits NONE = Limits.warnAbove(0);
    private static final String NO_ALERTMANAGER = "No Alertmanager is scraped";
    private static final String NO_GUARD = "The guard is off";

    private AlertsBoard() {}

    public static Dashboard dashboard() {
        return Dashboard.of(
                        "dbvitals-alerts",
                        "Alerts and monitoring itself",
                        "Alerts that fire, and the health of dbvitals, Prometheus and Alertmanager.",
                        Scope.processes("up"))
                .row(alerts())
                .row(exporter())
                .row(prometheus())
                .row(alertmanager())
                .row(guard());
    }

    private static Row alerts() {
        return Row.open("Alerts")
                .line(
                        stat("Critical", Unit.NUMBER, "That fire: a person acts now.")
                                .query(count("critical"), "critical")
                                .limits(Limits.alarmAbove(0)),
                        stat("Warnings", Unit.NUMBER, "That fire: for working hours.")
                                .query(count("warning"), "warning")
                                .limits(NONE),
                        stat("Pending", Unit.NUMBER, "Not long enough to fire.")
                                .query(
                                        "count(ALERTS{alertstate=\"pending\",job=~\"$job|\",instance=~\"$instance|\"}) or vector(0)",
                                        "pending"),
                        stat("Watchdog", Unit.NUMBER, "Always 1: an outside service alarms when it is heard no more.")
                                .query(
                                        "count(ALERTS{alertname=\"Watchdog\",alertstate=\"firing\",job=~\".*\",instance=~\".*\"})",
                                        "firing")
                                .limits(Limits.alarmBelow(1))
                                .ifEmpty("Not firing")
                                .alerts("Watchdog"))
                .line(
                        table("Firing", "Now; the description of a panel leads to the runbooks.")
                                .column(
                                        "Alerts",
                                        Unit.NUMBER,
                                        "count by (severity, group, alertname, job, instance, server, target) (ALERTS{alertstate=\"firing\",severity!=\"none\",job=~\"$job|\",instance=~\"$instance|\"})")
                                .ifEmpty("Nothing fires"),
                        graph("Firing over time", Unit.NUMBER, "By alert.")
                                .query(
                                        "sum by (alertname) (ALERTS{alertstate=\"firing\",severity!=\"none\",job=~\"$job|\",instance=~\"$instance|\"})",
                                        "{{alertname}}")
                                .stacked()
                                .ifEmpty("Nothing fires"));
    }

    private static Row exporter() {
        return Row.open("dbvitals")
                .line(
                        stat("Targets not up", Unit.NUMBER, "Servers that dbvitals cannot read.")
                                .query("sum(max by (instance, target) (dbvitals_target_up{@}) == bool 0)", "not up")
                                .limits(Limits.alarmAbove(0)),
                        stat("Collectors failing", Unit.NUMBER, "Groups of metrics that could not be read.")
                                .query(
                                        "sum(max by (instance, target, collector) (dbvitals_collector_success{@}) == bool 0)",
                                        "failing")
                                .limits(NONE)
                                .alerts("ExporterCollectorFailing"),
                        stat("Configuration", Unit.PLAIN, "1 where the last reload succeeded.")
                                .query("dbvitals_config_last_reload_successful{@}", "@")
                                .limits(Limits.warnBelow(1))
                                .alerts("ExporterConfigReloadFailed"),
                        stat("Pages not rendered", Unit.NUMBER, "Within an hour.")
                                .query("increase(dbvitals_render_failures_total{@}[1h])", "@")
                                .limits(NONE)
                                .alerts("ExporterRenderFailing"),
                        stat("Series left out", Unit.NUMBER, "By limits, within an hour.")
                                .query(
                                        "sum by (instance) (increase(dbvitals_series_limited_total{@}[1h]))",
                                        "{{instance}}")
                                .limits(NONE)
                                .ifEmpty("None")
                                .alerts("ExporterSeriesLimited"),
                        stat("Scrapes failing", Unit.NUMBER, "Pages that Prometheus cannot read.")
                                .query("sum(up{@} == bool 0)", "failing")
                                .limits(Limits.alarmAbove(0))
                                .alerts("TargetDown", "ExporterAbsent", "HostDown"))
                .line(
                        graph("Duration of scrapes", Unit.SECONDS, "As Prometheus sees it.")
                                .query("scrape_duration_seconds{@}", "@")
                                .limits(Limits.warnAbove(2).of("monitoring/scrape_duration_seconds"))
                                .alerts("ExporterScrapeSlow"),
                        graph("Slowest collectors", Unit.SECONDS, "The ten slowest.")
                                .query(
                                        "topk(10, max by (instance, target, collector) (dbvitals_collector_duration_seconds{@}))",
                                        "{{target}} {{collector}}"),
                        graph("Series", Unit.NUMBER, "By page; too many: see the limits of dbvitals.")
                                .query("scrape_samples_post_metric_relabeling{@}", "@")
                                .alerts("ExporterSeriesSurge", "ScrapeLimitExceeded"));
    }

    private static Row prometheus() {
        return Row.open("Prometheus")
                .line(
                        graph("Rule groups", Unit.SECONDS, "How long each took; the ten slowest.")
                                .query("topk(10, prometheus_rule_group_last_duration_seconds{@})", "{{rule_group}}")
                                .limits(Limits.warnAbove(5))
                                .alerts("RuleGroupSlow"),
                        graph(
                                        "Rules that failed",
                                        Unit.NUMBER,
                                        "Within 5 minutes, and rounds that were missed within 15.")
                                .query(
                                        "sum by (@) (increase(prometheus_rule_evaluation_failures_total{@}[5m]))",
                                        "@ failed")
                                .query(
                                        "sum by (@) (increase(prometheus_rule_group_iterations_missed_total{@}[15m]))",
                                        "@ missed")
                                .limits(NONE)
                                .alerts("RuleEvaluationFailing", "RuleGroupIterationsMissed"),
                        graph("Series in memory", Unit.NUMBER, "The head of the database.")
                                .query("prometheus_tsdb_head_series{@}", "@"))
                .line(
                        graph("Storage", Unit.BYTES, "On disk; retention ends at its limit.")
                                .query(
                                        "prometheus_tsdb_storage_blocks_bytes{@} + (prometheus_tsdb_wal_storage_size_bytes{@} or 0 * prometheus_tsdb_storage_blocks_bytes{@})",
                                        "@")
                                .alerts("PrometheusStorageFailing"),
                        graph("Samples", Unit.OPERATIONS, "Taken in.")
                                .query(
                                        "sum by (@) (rate(prometheus_tsdb_head_samples_appended_total{@}[$__rate_interval]))",
                                        "@"),
                        graph("Remote write", Unit.SECONDS, "How far it is behind.")
                                .query(
                                        "time() - (max_over_time(prometheus_remote_storage_queue_highest_sent_timestamp_seconds{@}[5m]) > 0)",
                                        "@ {{remote_name}}")
                                .limits(Limits.warnAbove(120))
                                .ifEmpty("No remote write")
                                .alerts("RemoteWriteBehind", "RemoteWriteDropping"));
    }

    private static Row alertmanager() {
        return Row.open("Alertmanager")
                .line(
                        graph("Notifications", Unit.NUMBER, "Sent a minute, by channel.")
                                .query(
                                        "sum by (@, integration) (rate(alertmanager_notifications_total{@}[5m])) * 60",
                                        "{{integration}}")
                                .ifEmpty(NO_ALERTMANAGER),
                        graph("Notifications that failed", Unit.RATIO, "Of all, by channel.")
                                .query(
                                        "sum by (@, integration) (rate(alertmanager_notifications_failed_total{@}[15m]))"
                                                + " / (sum by (@, integration) (rate(alertmanager_notifications_total{@}[15m])) > 0)",
                                        "{{integration}}")
                                .limits(Limits.alarmAbove(0.01))
                                .max(1)
                                .ifEmpty("None were sent")
                                .alerts("AlertNotificationsFailing"),
                        graph("Alertmanagers", Unit.NUMBER, "That Prometheus knows.")
                                .query("prometheus_notifications_alertmanagers_discovered{@}", "@")
                                .limits(Limits.alarmBelow(1))
                                .alerts("AlertmanagerUnreachable", "ConfigReloadFailed"));
    }

    private static Row guard() {
        return Row.closed("Guard")
                .line(
                        stat("Guards that act", Unit.NUMBER, "Those that end sessions by themselves; others only look.")
                                .query("sum(max by (instance) (dbvitals_guard_acts{@}))", "act"),
                        stat("Rounds failing", Unit.NUMBER, "Servers that the guard cannot see whole, or not act on.")
                                .query(
                                        "sum(max by (instance, target) (dbvitals_guard_round_success{@}) == bool 0)",
                                        "failing")
                                .limits(NONE)
                                .ifEmpty(NO_GUARD)
                                .alerts("GuardRoundFailed", "GuardActionFailed"),
                        stat("Oldest round", Unit.SECONDS, "Since the guard last looked at a server.")
                                .query(
                                        "time() - min(max by (instance, target) (dbvitals_guard_last_round_timestamp_seconds{@}))",
                                        "ago")
                                .ifEmpty(NO_GUARD)
                                .alerts("GuardStale"),
                        stat("Databases shut", Unit.NUMBER, "By an emergency, and not opened again.")
                                .query("sum(max by (instance) (dbvitals_guard_fence_shut{@}))", "shut")
                                .limits(Limits.alarmAbove(0))
                                .alerts("GuardFenceLeftShut"),
                        stat("Actions not recorded", Unit.NUMBER, "And therefore not done, within an hour.")
                                .query(
                                        "sum(max by (instance) (increase(dbvitals_guard_audit_failures_total{@}[1h])))",
                                        "not recorded")
                                .limits(NONE)
                                .alerts("GuardAuditFailed"))
                .line(
                        graph("Counted by its rules", Unit.NUMBER, "In the last round on each server.")
                                .query(
                                        "max by (instance, target, rule) (dbvitals_guard_value{@,rule!~\".*_ratio\"})",
                                        "{{target}} {{rule}}")
                                .ifEmpty(NO_GUARD)
                                .alerts("GuardRuleCritical", "GuardRuleHigh"),
                        graph("Actions", Unit.NUMBER, "Within an hour, by rule and outcome.")
                                .query(
                                        "sum by (target, rule, outcome) (increase(dbvitals_guard_actions_total{@}[1h]))",
                                        "{{target}} {{rule}} {{outcome}}")
                                .ifEmpty("None")
                                .alerts("GuardActed", "GuardCapped"));
    }

    private static String count(String severity) {
        return "count(ALERTS{alertstate=\"firing\",severity=\"" + severity
                + "\",job=~\"$job|\",instance=~\"$instance|\"}) or vector(0)";
    }
}
