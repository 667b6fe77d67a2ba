package io.dbvitals.app.advice;

import io.dbvitals.advice.Advice;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * What the last round of each target found; a rule that found something once is 0 when that is gone.
 *
 * <pre>
 * dbvitals_advice_findings{rule="missing-index",severity="high",target="primary"} 2
 * dbvitals_advice_last_round_timestamp_seconds{target="primary"} 1.7e9
 * dbvitals_advice_round_success{target="primary"} 1
 * </pre>
 */
public final class AdviceFamilies {
    private final LongSupplier millisClock;
    private final Map<String, Map<Labels, Double>> findings = new TreeMap<>();
    private final Map<String, Double> rounds = new TreeMap<>();
    private final Map<String, Boolean> successes = new TreeMap<>();

    public AdviceFamilies(LongSupplier millisClock) {
        this.millisClock = millisClock;
    }

    /** A round has come to its end. */
    public synchronized void judged(String target, List<Advice> advice) {
        Map<Labels, Double> counts = findings.computeIfAbsent(target, name -> new TreeMap<>());
        counts.replaceAll((labels, count) -> 0.0);
        advice.forEach(each -> counts.merge(
                Labels.of("rule", each.rule().id(), "severity", each.severity().label(), "target", target),
                1.0,
                Double::sum));
        ended(target, true);
    }

    /** A round could not read the target; what the one before found stays. */
    synchronized void failed(String target) {
        ended(target, false);
    }

    /** The statements were read, and there is nothing yet to compare them with. */
    synchronized void begun(String target) {
        ended(target, true);
    }

    private void ended(String target, boolean success) {
        rounds.put(target, millisClock.getAsLong() / 1e3);
        successes.put(target, success);
    }

    /** Forgets all other targets. */
    synchronized void keepOnly(Collection<String> targets) {
        findings.keySet().retainAll(targets);
        rounds.keySet().retainAll(targets);
        successes.keySet().retainAll(targets);
    }

    /** Nothing before the first round. */
    public synchronized List<MetricSnapshot> snapshot() {
        List<MetricSnapshot> families = new ArrayList<>();
        List<GaugeDataPointSnapshot> found = new ArrayList<>();
        findings.values().forEach(counts -> counts.forEach((labels, count) -> found.add(point(count, labels))));
        add(
                families,
                "dbvitals_advice_findings",
                "Findings on the target's statements, tables and indexes in the last round.",
                found);
        add(
                families,
                "dbvitals_advice_last_round_timestamp_seconds",
                "Time of the last round on the target's statements, whatever came of it.",
                rounds.entrySet().stream()
                        .map(each -> point(each.getValue(), Labels.of("target", each.getKey())))
                        .toList());
        add(
                families,
                "dbvitals_advice_round_success",
                "Whether the target's statements could be read in the last round.",
                successes.entrySet().stream()
                        .map(each -> point(each.getValue() ? 1 : 0, Labels.of("target", each.getKey())))
                        .toList());
        return families;
    }

    private static GaugeDataPointSnapshot point(double value, Labels labels) {
        return new GaugeDataPointSnapshot(value, labels, null);
    }

    private static void add(
            List<MetricSnapshot> families, String name, String help, List<GaugeDataPointSnapshot> points) {
        if (!points.isEmpty()) {
            families.add(new GaugeSnapshot(new MetricMetadata(name, help), points));
        }
    }
}
