package io.dbvitals.app.health.vitals;

import io.dbvitals.app.health.figures.Change;
import io.dbvitals.app.health.figures.Draft;
import io.dbvitals.app.health.figures.Limits;
import io.dbvitals.app.health.figures.Window;
import io.dbvitals.health.score.Bounds;
import io.dbvitals.health.score.Unit;
import io.dbvitals.health.score.Vital;
import io.dbvitals.host.HostTarget;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Collector;
import io.dbvitals.scrape.Deadline;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The components of the machine, from the collectors that its page has too. */
final class HostVitals implements Vitals {
    private static final Set<String> COLLECTORS = Set.of("cpu", "loadavg", "meminfo", "filesystem");

    private static final int CPU = 15;
    private static final int MEMORY = 25;
    private static final int SWAP = 10;
    private static final int DISK = 25;

    private final HostTarget target;
    private final Limits limits;
    private final Window window = new Window(System::nanoTime);

    /** @param target of our own: it is closed with this */
    HostVitals(HostTarget target, Limits limits) {
        this.target = target;
        this.limits = limits;
    }

    @Override
    public Reading read(Deadline deadline) throws CollectException {
        long begin = System.nanoTime();
        List<Collector> collectors = target.prepare(deadline);
        Map<String, List<DataPointSnapshot>> families = new HashMap<>();
        Map<String, String> failures = new HashMap<>();
        for (Collector collector : collectors) {
            if (COLLECTORS.contains(collector.name())) {
                collect(collector, deadline, families, failures);
            }
        }
        Duration took = Duration.ofNanos(System.nanoTime() - begin);
        return new Reading("host", "", took, vitals(families, failures));
    }

    private static void collect(
            Collector collector,
            Deadline deadline,
            Map<String, List<DataPointSnapshot>> families,
            Map<String, String> failures) {
        try {
            for (MetricSnapshot family : collector.collect(deadline)) {
                String full = family.getMetadata().getPrometheusName();
                families.computeIfAbsent(full.replaceFirst("_total$", ""), name -> new ArrayList<>())
                        .addAll(family.getDataPoints());
            }
        } catch (CollectException e) {
            failures.put(collector.name(), String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failures.put(collector.name(), "it was interrupted");
        }
    }

    private List<Vital> vitals(Map<String, List<DataPointSnapshot>> families, Map<String, String> failures) {
        Set<String> cores = new HashSet<>();
        double all = 0;
        double idle = 0;
        for (DataPointSnapshot point : families.getOrDefault("node_cpu_seconds", List.of())) {
            cores.add(String.valueOf(point.getLabels().get("cpu")));
            all += value(point);
            idle += "idle".equals(point.getLabels().get("mode"))
                            || "iowait".equals(point.getLabels().get("mode"))
                    ? value(point)
                    : 0;
        }
        Optional<Change> change =
                all == 0 ? Optional.empty() : window.add(Map.of("all", Math.floor(all), "idle", Math.floor(idle)));
        Optional<Double> load = one(families, "node_load1").filter(each -> !cores.isEmpty());
        Optional<Double> total = one(families, "node_memory_MemTotal_bytes").filter(each -> each > 0);
        Optional<Double> swap = one(families, "node_memory_SwapTotal_bytes").filter(each -> each > 0);
        return List.of(
                new Draft("cpu", CPU)
                        .hidden(failures.getOrDefault("cpu", ""))
                        .may(
                                "load for each processor",
                                load.map(each -> each / cores.size()),
                                Unit.COUNT,
                                new Bounds(1, 2, 8))
                        .may(
                                "processors in use",
                                change.flatMap(HostVitals::busy),
                                Unit.RATIO,
                                limits.of("cpu_used_ratio", new Bounds(0.7, 0.9, 1)))
                        .vital("not applicable: its collectors are turned off"),
                new Draft("memory", MEMORY)
                        .hidden(failures.getOrDefault("meminfo", ""))
                        .may(
                                "memory available",
                                one(families, "node_memory_MemAvailable_bytes")
                                        .flatMap(free -> total.map(whole -> free / whole)),
                                Unit.RATIO,
                                limits.of("memory_available_ratio", new Bounds(0.25, 0.1, 0.03)))
                        .vital("not applicable: its collector is turned off"),
                new Draft("swap", SWAP)
                        .may(
                                "swap free",
                                one(families, "node_memory_SwapFree_bytes")
                                        .flatMap(free -> swap.map(whole -> free / whole)),
                                Unit.RATIO,
                                new Bounds(0.75, 0.25, 0.05))
                        .vital("not applicable: there is no swap"),
                new Draft("disk", DISK)
                        .hidden(failures.getOrDefault("filesystem", ""))
                        .may(
                                "space free on the fullest file system",
                                least(families, "node_filesystem_avail_bytes", "node_filesystem_size_bytes"),
                                Unit.RATIO,
                                limits.of("filesystem_free_ratio", new Bounds(0.25, 0.1, 0.05)))
                        .may(
                                "inodes free on the fullest file system",
                                least(families, "node_filesystem_files_free", "node_filesystem_files"),
                                Unit.RATIO,
                                limits.of("inodes_free_ratio", new Bounds(0.25, 0.1, 0.02)))
                        .vital("not applicable: its collector is turned off"));
    }

    private static Optional<Double> busy(Change change) {
        double all = change.grown("all").orElse(0.0);
        return all <= 0
                ? Optional.empty()
                : Optional.of(Math.max(0, 1 - change.grown("idle").orElse(0.0) / all));
    }

    /** Of the file systems that are written to: of one that is read-only nothing is ever free. */
    private static Optional<Double> least(Map<String, List<DataPointSnapshot>> families, String part, String whole) {
        Map<Object, Double> wholes = new HashMap<>();
        families.getOrDefault(whole, List.of()).forEach(point -> wholes.put(point.getLabels(), value(point)));
        Set<Object> readOnly = new HashSet<>();
        families.getOrDefault("node_filesystem_readonly", List.of()).stream()
                .filter(point -> value(point) == 1)
                .forEach(point -> readOnly.add(point.getLabels()));
        return families.getOrDefault(part, List.of()).stream()
                .filter(point -> !readOnly.contains(point.getLabels()))
                .filter(point -> wholes.getOrDefault(point.getLabels(), 0.0) > 0)
                .map(point -> value(point) / wholes.getOrDefault(point.getLabels(), 1.0))
                .min(Double::compare);
    }

    private static Optional<Double> one(Map<String, List<DataPointSnapshot>> families, String name) {
        return families.getOrDefault(name, List.of()).stream().findFirst().map(HostVitals::value);
    }

    private static double value(DataPointSnapshot point) {
        if (point instanceof GaugeDataPointSnapshot gauge) {
            return gauge.getValue();
        }
        if (point instanceof CounterDataPointSnapshot counter) {
            return counter.getValue();
        }
        return point instanceof UnknownDataPointSnapshot unknown ? unknown.getValue() : 0;
    }

    @Override
    public void close() {
        target.close();
    }
}
