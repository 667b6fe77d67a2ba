package io.dbvitals.app.guard;

import io.dbvitals.app.guard.emergency.Cleared;
import io.dbvitals.config.guard.GuardConfig;
import io.dbvitals.guard.act.Deed;
import io.dbvitals.guard.act.Round;
import io.dbvitals.guard.audit.AuditOutcome;
import io.dbvitals.guard.emergency.Fences;
import io.dbvitals.guard.emergency.fence.FenceException;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Whether the guard is on, what it counts and what it does.
 *
 * <pre>
 * dbvitals_guard_enabled 1
 * dbvitals_guard_actions_total{action="terminate",outcome="done",rule="idle_in_transaction",target="primary"} 3
 * dbvitals_guard_value{rule="connections",target="primary"} 45
 * dbvitals_guard_last_round_timestamp_seconds{target="primary"} 1.7e9
 * dbvitals_guard_round_success{target="primary"} 1
 * </pre>
 */
public final class GuardFamilies {
    private static final List<String> OF_ACTIONS = List.of("action", "outcome", "rule", "target");

    private final LongSupplier millisClock;
    private final Map<List<String>, Long> actions = new TreeMap<>(GuardFamilies::compare);
    private final Map<List<String>, Double> lastActions = new TreeMap<>(GuardFamilies::compare);
    private final Map<List<String>, Double> values = new TreeMap<>(GuardFamilies::compare);
    private final Map<String, Double> rounds = new TreeMap<>();
    private final Map<String, Double> successes = new TreeMap<>();
    private GuardConfig config = GuardConfig.OFF;
    private long auditFailures;

    public GuardFamilies(LongSupplier millisClock) {
        this.millisClock = millisClock;
    }

    /** The configuration that counts from now on. */
    public synchronized void configured(GuardConfig fresh) {
        config = fresh;
    }

    /** What has come of one round on one target. */
    public synchronized void count(Answer answer) {
        String target = answer.target();
        values.keySet().removeIf(key -> key.get(1).equals(target));
        looked(target, answer.round().filter(round -> !round.troubled()).isPresent());
        if (answer.round().isEmpty()) {
            return;
        }
        Round round = answer.round().get();
        round.plan().findings().forEach(finding -> values.put(List.of(finding.rule(), target), finding.value()));
        for (Deed deed : round.deeds()) {
            acted(List.of(deed.means(), deed.outcome().label(), deed.step().rule(), target), 1);
        }
    }

    /** What an emergency has come to; its rule is {@code emergency}. */
    public synchronized void count(Cleared cleared) {
        auditFailures += cleared.recorded() ? 0 : 1;
        cleared.report().ifPresent(report -> {
            emergency(AuditOutcome.DONE, report.ended().size(), cleared.target());
            emergency(AuditOutcome.DENIED, report.denied().size(), cleared.target());
            emergency(AuditOutcome.TIMEOUT, report.left().size(), cleared.target());
        });
    }

    /** A round that ended before its time, because of a fault of the program. */
    public synchronized void failed(String target) {
        looked(target, false);
    }

    /** A round that ended before its time, because an action could not be put on record. */
    public synchronized void auditFailed(String target) {
        auditFailures++;
        looked(target, false);
    }

    private void emergency(AuditOutcome outcome, int sessions, String target) {
        if (sessions > 0) {
            acted(List.of("terminate", outcome.label(), "emergency", target), sessions);
        }
    }

    private void acted(List<String> key, long times) {
        actions.merge(key, times, Long::sum);
        lastActions.put(key, millisClock.getAsLong() / 1e3);
    }

    private void looked(String target, boolean success) {
        rounds.put(target, millisClock.getAsLong() / 1e3);
        successes.put(target, success ? 1.0 : 0.0);
    }

    /** One action more. */
    synchronized void action(String action, AuditOutcome outcome, String rule, String target) {
        acted(List.of(action, outcome.label(), rule, target), 1);
    }

    /** What a rule counted that is not about sessions; it stands until the next {@link #count} for the target. */
    synchronized void value(String rule, String target, double value) {
        values.put(List.of(rule, target), value);
    }

    /** Forgets targets that are no longer looked at. */
    public synchronized void clear() {
        values.clear();
        rounds.clear();
        successes.clear();
    }

    /** Of targets nothing before the first round on them. */
    public synchronized List<MetricSnapshot> snapshot() {
        List<MetricSnapshot> families = new ArrayList<>();
        families.add(
                gauge("dbvitals_guard_enabled", "Whether the guard looks at its targets.", config.enabled() ? 1 : 0));
        families.add(gauge(
                "dbvitals_guard_acts",
                "Whether the guard ends sessions without being asked; 0 while it is off or in a dry run.",
                config.acts() ? 1 : 0));
        families.add(gauge(
                "dbvitals_guard_interval_seconds",
                "Time from one round of the guard to the next, as configured.",
                config.interval().toMillis() / 1e3));
        families.add(gauge(
                "dbvitals_guard_fence_shut",
                "Databases that the guard keeps clients out of, by its file beside the audit log; 1 where that cannot be read.",
                shut()));
        families.add(new CounterSnapshot(
                new MetricMetadata(
                        "dbvitals_guard_audit_failures",
                        "Rounds of the guard that ended because an action could not be put on record."),
                List.of(new CounterDataPointSnapshot(auditFailures, Labels.EMPTY, null, 0L))));
        if (!actions.isEmpty()) {
            families.add(new CounterSnapshot(
                    new MetricMetadata(
                            "dbvitals_guard_actions",
                            "Sessions that the guard has ended, tried to end, or left because of a limit, and own pools that it"
                                    + " reopened."),
                    actions.entrySet().stream()
                            .map(each -> new CounterDataPointSnapshot(
                                    each.getValue(), labels(OF_ACTIONS, each.getKey()), null, 0L))
                            .toList()));
        }
        add(
                families,
                "dbvitals_guard_last_action_timestamp_seconds",
                "Time of the guard's last action of that kind.",
                OF_ACTIONS,
                lastActions);
        add(
                families,
                "dbvitals_guard_value",
                "What the rule of the guard counted in its last round.",
                List.of("rule", "target"),
                values);
        add(
                families,
                "dbvitals_guard_last_round_timestamp_seconds",
                "Time of the guard's last round, whatever came of it.",
                rounds);
        add(
                families,
                "dbvitals_guard_round_success",
                "Whether the guard could see and do all that it wanted in its last round.",
                successes);
        return families;
    }

    /** There is no such file while all are open, so one that cannot be read, as another user's, is one too many. */
    private int shut() {
        try {
            return Fences.shut(Fences.file(config.auditFile())).size();
        } catch (FenceException e) {
            return 1;
        }
    }

    private static MetricSnapshot gauge(String name, String help, double value) {
        return new GaugeSnapshot(
                new MetricMetadata(name, help), List.of(new GaugeDataPointSnapshot(value, Labels.EMPTY, null)));
    }

    private static void add(List<MetricSnapshot> families, String name, String help, Map<String, Double> byTarget) {
        Map<List<String>, Double> points = new TreeMap<>(GuardFamilies::compare);
        byTarget.forEach((target, value) -> points.put(List.of(target), value));
        add(families, name, help, List.of("target"), points);
    }

    private static void add(
            List<MetricSnapshot> families,
            String name,
            String help,
            List<String> labels,
            Map<List<String>, Double> points) {
        if (!points.isEmpty()) {
            families.add(new GaugeSnapshot(
                    new MetricMetadata(name, help),
                    points.entrySet().stream()
                            .map(each ->
                                    new GaugeDataPointSnapshot(each.getValue(), labels(labels, each.getKey()), null))
                            .toList()));
        }
    }

    private static Labels labels(List<String> names, List<String> values) {
        return Labels.of(names.toArray(String[]::new), values.toArray(String[]::new));
    }

    private static int compare(List<String> one, List<String> other) {
        return String.join("\n", one).compareTo(String.join("\n", other));
    }
}
