package io.dbvitals.host.textfile;

import io.dbvitals.host.family.Meter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes what was read of a file into families with the types that it says. */
final class TextSnapshots {
    private final Labels base;

    /** @param base labels of every series; one that the file has itself is left as it is there */
    TextSnapshots(Labels base) {
        this.base = base;
    }

    /** @throws IllegalArgumentException where names, labels or buckets cannot be */
    MetricSnapshot of(TextFamily family) {
        return switch (family.type()) {
            case "histogram" -> histogram(family);
            case "summary" -> summary(family);
            default -> scalar(family);
        };
    }

    private MetricSnapshot scalar(TextFamily family) {
        boolean negative = family.samples().stream().anyMatch(sample -> sample.value() < 0);
        Meter meter;
        if (family.type().equals("gauge")) {
            meter = Meter.gauge(family.name(), family.help());
        } else if (family.type().equals("counter") && family.name().endsWith("_total") && !negative) {
            meter = Meter.counter(family.name(), family.help());
        } else {
            // The formats write _total behind a counter's name, and this one has to keep its own.
            meter = Meter.untyped(family.name(), family.help());
        }
        Meter.Points points = meter.points();
        family.samples().forEach(sample -> points.add(labels(sample.labels(), ""), sample.value()));
        return points.snapshot();
    }

    /** A histogram's or summary's samples of one label set. */
    private static final class Parts {
        private final TreeMap<Double, Double> steps = new TreeMap<>();
        private double sum = Double.NaN;
        private double count = Double.NaN;
    }

    private Map<Labels, Parts> parts(TextFamily family, String step) {
        Map<Labels, Parts> all = new LinkedHashMap<>();
        for (TextSample sample : family.samples()) {
            Parts parts = all.computeIfAbsent(labels(sample.labels(), step), each -> new Parts());
            if (sample.labels().containsKey(step)) {
                String bound = sample.labels().get(step).replace("Inf", "Infinity");
                parts.steps.put(Double.parseDouble(bound), sample.value());
            } else if (sample.name().endsWith("_sum")) {
                parts.sum = sample.value();
            } else {
                parts.count = sample.value();
            }
        }
        return all;
    }

    private MetricSnapshot histogram(TextFamily family) {
        List<HistogramDataPointSnapshot> points = new ArrayList<>();
        parts(family, "le").forEach((labels, parts) -> {
            if (!Double.isNaN(parts.count)) {
                parts.steps.putIfAbsent(Double.POSITIVE_INFINITY, parts.count);
            }
            ClassicHistogramBuckets.Builder buckets = ClassicHistogramBuckets.builder();
            double below = 0;
            for (Map.Entry<Double, Double> step : parts.steps.entrySet()) {
                buckets.bucket(step.getKey(), (long) (step.getValue() - below));
                below = step.getValue();
            }
            points.add(new HistogramDataPointSnapshot(buckets.build(), parts.sum, labels, null, 0L));
        });
        return new HistogramSnapshot(new MetricMetadata(family.name(), family.help()), points);
    }

    private MetricSnapshot summary(TextFamily family) {
        List<SummaryDataPointSnapshot> points = new ArrayList<>();
        parts(family, "quantile").forEach((labels, parts) -> {
            List<Quantile> quantiles = new ArrayList<>();
            parts.steps.forEach((quantile, value) -> quantiles.add(new Quantile(quantile, value)));
            long count = Double.isNaN(parts.count) ? -1 : (long) parts.count;
            points.add(new SummaryDataPointSnapshot(count, parts.sum, Quantiles.of(quantiles), labels, null, 0L));
        });
        return new SummarySnapshot(new MetricMetadata(family.name(), family.help()), points);
    }

    /** @param without a label that is no label of the series */
    private Labels labels(Map<String, String> own, String without) {
        List<String> pairs = new ArrayList<>();
        own.forEach((name, value) -> {
            if (!name.equals(without)) {
                pairs.add(name);
                pairs.add(value);
            }
        });
        for (int i = 0; i < base.size(); i++) {
            if (!own.containsKey(base.getName(i))) {
                pairs.add(base.getName(i));
                pairs.add(base.getValue(i));
            }
        }
        return Labels.of(pairs.toArray(String[]::new));
    }
}
