package io.dbvitals.scrape.page;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts the families of all collectors together so that every name stands once, whatever they are called and typed. */
public final class Page {
    private final int maxSeries;
    private final Losses losses;
    private final Map<String, List<Part>> byName = new LinkedHashMap<>();
    private int series;

    public Page(int maxSeries, Losses losses) {
        this.maxSeries = maxSeries;
        this.losses = losses;
    }

    /** Told how many points of a collector are missing from the page. */
    public interface Losses {
        /** Another collector's points, or its family's parts, came first. */
        void duplicate(String target, String collector, int points);

        /** The page was full. */
        void limited(String target, String collector, int points);
    }

    private record Part(String target, String collector, MetricSnapshot family) {}

    public void add(String target, String collector, List<MetricSnapshot> families) {
        for (MetricSnapshot family : families) {
            int points = family.getDataPoints().size();
            if (points == 0) {
                continue;
            }
            if (series + points > maxSeries) {
                losses.limited(target, collector, points);
                continue;
            }
            series += points;
            byName.computeIfAbsent(Families.exposedName(family), name -> new ArrayList<>(1))
                    .add(new Part(target, collector, family));
        }
    }

    public MetricSnapshots finish() {
        List<MetricSnapshot> families = new ArrayList<>(byName.size());
        Set<String> partsOfOthers = new HashSet<>();
        byName.values()
                .forEach(parts ->
                        partsOfOthers.addAll(Families.partNames(parts.get(0).family())));
        byName.forEach((name, parts) -> {
            if (partsOfOthers.contains(name)) {
                parts.forEach(part -> losses.duplicate(
                        part.target(),
                        part.collector(),
                        part.family().getDataPoints().size()));
                return;
            }
            MetricSnapshot family = parts.size() == 1 ? parts.get(0).family() : merged(parts);
            // OpenMetrics names a counter x_total "x", which may be the name of another family on the page.
            if (family instanceof CounterSnapshot counter
                    && byName.containsKey(name.substring(0, name.length() - "_total".length()))) {
                family = Families.untyped(counter, name);
            }
            families.add(family);
        });
        return new MetricSnapshots(families);
    }

    private MetricSnapshot merged(List<Part> parts) {
        return Families.merge(parts.stream().map(Part::family).toList(), (index, points) -> {
            Part part = parts.get(index);
            losses.duplicate(part.target(), part.collector(), points);
        });
    }
}
