package io.dbvitals.instrumentation.pool.metrics;

import io.dbvitals.instrumentation.pool.state.Measured;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** Families with one point for each pool. */
final class Families {
    private final Map<String, Measured> pools;
    private final String label;
    private final List<MetricSnapshot> list = new ArrayList<>();

    Families(Map<String, Measured> pools, String label) {
        this.pools = pools;
        this.label = label;
    }

    List<MetricSnapshot> list() {
        return list;
    }

    void gauge(String name, String help, ToDoubleFunction<Measured> value) {
        gaugeOfSome(name, help, each -> true, value);
    }

    void gaugeOfSome(String name, String help, Predicate<Measured> has, ToDoubleFunction<Measured> value) {
        GaugeSnapshot.Builder family = GaugeSnapshot.builder().name(name).help(help);
        pools.forEach((pool, measured) -> {
            if (has.test(measured)) {
                family.dataPoint(point(Labels.of(label, pool), value.applyAsDouble(measured)));
            }
        });
        list.add(family.build());
    }

    void states(String name, String help, Map<String, ToDoubleFunction<Measured>> states) {
        GaugeSnapshot.Builder family = GaugeSnapshot.builder().name(name).help(help);
        pools.forEach((pool, measured) -> states.forEach((state, value) -> family.dataPoint(
                point(Labels.of(label, pool, "db_client_connection_state", state), value.applyAsDouble(measured)))));
        list.add(family.build());
    }

    void counter(String name, String help, ToDoubleFunction<Measured> value) {
        CounterSnapshot.Builder family = CounterSnapshot.builder().name(name).help(help);
        pools.forEach((pool, measured) -> family.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
                .labels(Labels.of(label, pool))
                .value(value.applyAsDouble(measured))
                .build()));
        list.add(family.build());
    }

    void histogram(String name, String help, Function<Measured, HistogramDataPointSnapshot> value) {
        HistogramSnapshot.Builder family =
                HistogramSnapshot.builder().name(name).help(help);
        pools.forEach((pool, measured) -> family.dataPoint(named(value.apply(measured), Labels.of(label, pool))));
        list.add(family.build());
    }

    private static GaugeSnapshot.GaugeDataPointSnapshot point(Labels labels, double value) {
        return GaugeSnapshot.GaugeDataPointSnapshot.builder()
                .labels(labels)
                .value(value)
                .build();
    }

    private static HistogramDataPointSnapshot named(HistogramDataPointSnapshot point, Labels labels) {
        return HistogramDataPointSnapshot.builder()
                .labels(labels)
                .sum(point.getSum())
                .classicHistogramBuckets(point.getClassicBuckets())
                .nativeSchema(point.getNativeSchema())
                .nativeZeroCount(point.getNativeZeroCount())
                .nativeZeroThreshold(point.getNativeZeroThreshold())
                .nativeBucketsForPositiveValues(point.getNativeBucketsForPositiveValues())
                .nativeBucketsForNegativeValues(point.getNativeBucketsForNegativeValues())
                .exemplars(point.getExemplars())
                .createdTimestampMillis(point.getCreatedTimestampMillis())
                .build();
    }
}
