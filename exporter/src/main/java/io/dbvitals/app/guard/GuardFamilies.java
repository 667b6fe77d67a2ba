package io.dbvitals.app.guard;

import io.dbvitals.app.guard.emergency.Cleared;
import io.dbvitals.guard.act.Deed;
import io.dbvitals.guard.act.Round;
import io.dbvitals.guard.audit.AuditOutcome;
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
 * What the guard counts and does, for {@code /metrics}.
 *
 * <pre>
 * dbvitals_guard_actions_total{action="terminate",outcome="done",rule="idle_in_transaction",target="primary"} 3
 * dbvitals_guard_value{rule="connections",target="primary"} 45
 * dbvitals_guard_last_round_timestamp_seconds{target="primary"} 1.7e9
 * dbvitals_guard_round_success{target="primary"} 1
 * </pre>
 */
public final class GuardFamilies {
    private final LongSupplier millisClock;
    private final Map<List<String>, Long> actions = new TreeMap<>(GuardFamilies::compare);
    private final Map<List<String>, Double> values = new TreeMap<>(GuardFamilies::compare);
    private final Map<String, Double> rounds = new TreeMap<>();
    private final Map<String, Double> successes = new TreeMap<>();

    public GuardFamilies(LongSupplier millisClock) {
        this.millisClock = millisClock;
    }

    /** What has come of one round on one target. */
    public synchronized void count(Answer answer) {
        String target = answer.target();
        values.keySet().removeIf(key -> key.get(1).equals(target));
        boolean success = answer.round().filter(round -> !round.troubled()).isPresent();
        successes.put(target, success ? 1.0 : 0.0);
        if (answer.round().isEmpty()) {
            return;
        }
        Round round = answer.round().get();
        rounds.put(target, millisClock.getAsLong() / 1e3);
        round.plan().findings().forEach(finding -> values.put(List.of(finding.rule(), target), finding.value()));
        for (Deed deed : round.deeds()) {
            actions.merge(
                    List.of(deed.means(), deed.outcome().label(), deed.step().rule(), target), 1L, Long::sum);
        }
    }

    /** What an emergency has come to; its rule is {@code emergency}. */
    public synchronized void count(Cleared cleared) {
        cleared.report().ifPresent(report -> {
            emergency(AuditOutcome.DONE, report.ended().size(), cleared.target());
            emergency(AuditOutcome.DENIED, report.denied().size(), cleared.target());
            emergency(AuditOutcome.TIMEOUT, report.left().size(), cleared.target());
        });
    }

    private void emergency(AuditOutcome outcome, int sessions, String target) {
        if (sessions > 0) {
            actions.merge(List.of("terminate", outcome.label(), "emergency", target), (long) sessions, Long::sum);
        }
    }

    /** Forgets targets that are no longer looked at. */
    public synchronized void clear() {
        values.clear();
        rounds.clear();
        successes.clear();
    }

    /** Nothing before the first round. */
    public synchronized List<MetricSnapshot> snapshot() {
        List<MetricSnapshot> families = new ArrayList<>();
        if (!actions.isEmpty()) {
            families.add(new CounterSnapshot(
                    new MetricMetadata("dbvitals_guard_actions", "Sessions that the guard has ended or tried to end."),
                    actions.entrySet().stream()
                            .map(each -> new CounterDataPointSnapshot(
                                    each.getValue(),
                                    labels(List.of("action", "outcome", "rule", "target"), each.getKey()),
                                    null,
                                    0L))
                            .toList()));
        }
        if (!values.isEmpty()) {
            families.add(new GaugeSnapshot(
                    new MetricMetadata("dbvitals_guard_value", "What the rule of the guard counted in its last round."),
                    values.entrySet().stream()
                            .map(each -> new GaugeDataPointSnapshot(
                                    each.getValue(), labels(List.of("rule", "target"), each.getKey()), null))
                            .toList()));
        }
        add(families, "dbvitals_guard_last_round_timestamp_seconds", "Time of the guard's last round.", rounds);
        add(
                families,
                "dbvitals_guard_round_success",
                "Whether the guard could see and do all that it wanted in its last round.",
                successes);
        return families;
    }

    private static void add(List<MetricSnapshot> families, String name, String help, Map<String, Double> points) {
        if (!points.isEmpty()) {
            families.add(new GaugeSnapshot(
                    new MetricMetadata(name, help),
                    points.entrySet().stream()
                            .map(each -> new GaugeDataPointSnapshot(
                                    each.getValue(), Labels.of("target", each.getKey()), null))
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
