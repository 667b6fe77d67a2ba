package io.dbvitals.app;

import io.dbvitals.config.Config;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmRuntimeInfoMetric;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the process and its configuration say of themselves.
 *
 * <pre>
 * # TYPE dbvitals_threshold gauge
 * dbvitals_threshold{name="connections_used_ratio",severity="warning",target=""} 0.8
 * </pre>
 */
final class ProcessFamilies {
    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final MetricSnapshot build;
    /** Which the library does not tell, and dashboards of node_exporter plot. */
    private final Optional<MetricSnapshot> addressSpace = addressSpace(Path.of("/proc/self/limits"));

    private volatile List<MetricSnapshot> thresholds = List.of();
    private volatile boolean reloadSuccessful = true;
    private volatile Instant reloadedAt = Instant.now();

    ProcessFamilies(String version) {
        ProcessMetrics.builder().register(registry);
        JvmMemoryMetrics.builder().register(registry);
        JvmGarbageCollectorMetrics.builder().register(registry);
        JvmThreadsMetrics.builder().register(registry);
        JvmRuntimeInfoMetric.builder().register(registry);
        build = new InfoSnapshot(
                new MetricMetadata("dbvitals_build_info", "Version of the exporter."),
                List.of(new InfoDataPointSnapshot(
                        Labels.of("java_version", System.getProperty("java.version", ""), "version", version))));
    }

    void reloaded(Config config) {
        changed(config);
        reloadSuccessful = true;
        reloadedAt = Instant.now();
    }

    /** Other thresholds; nothing was read. */
    void changed(Config config) {
        List<GaugeDataPointSnapshot> points = new ArrayList<>();
        add(points, "", config.thresholds());
        config.targets().forEach(target -> add(points, target.name(), target.thresholds()));
        if (config.guard().enabled()) {
            config.guard()
                    .rules()
                    .forEach((name, rule) -> add(
                            points,
                            "",
                            Map.of(
                                    "guard_" + name,
                                    new Config.Threshold(Optional.of(rule.warning()), Optional.of(rule.critical())))));
        }
        thresholds = points.isEmpty()
                ? List.of()
                : List.of(new GaugeSnapshot(
                        new MetricMetadata("dbvitals_threshold", "Thresholds of the configuration, for alert rules."),
                        points));
    }

    void reloadFailed() {
        reloadSuccessful = false;
    }

    List<MetricSnapshot> snapshot() {
        List<MetricSnapshot> families = new ArrayList<>();
        registry.scrape().forEach(families::add);
        addressSpace.ifPresent(families::add);
        families.add(build);
        families.addAll(thresholds);
        families.add(gauge(
                "dbvitals_config_last_reload_successful",
                "Whether the last reading of the configuration succeeded; after a failure the last good one is in use.",
                reloadSuccessful ? 1 : 0));
        families.add(gauge(
                "dbvitals_config_last_reload_success_timestamp_seconds",
                "Time of the last good reading of the configuration.",
                reloadedAt.toEpochMilli() / 1e3));
        return families;
    }

    private static void add(
            List<GaugeDataPointSnapshot> points, String target, Map<String, Config.Threshold> thresholds) {
        new TreeMap<>(thresholds).forEach((name, threshold) -> {
            threshold.critical().ifPresent(value -> points.add(threshold(name, "critical", target, value)));
            threshold.warning().ifPresent(value -> points.add(threshold(name, "warning", target, value)));
        });
    }

    private static GaugeDataPointSnapshot threshold(String name, String severity, String target, double value) {
        return new GaugeDataPointSnapshot(value, Labels.of("name", name, "severity", severity, "target", target), null);
    }

    /** Unlimited is the largest number that the kernel has, as Go's library shows it; empty where there is no such file. */
    static Optional<MetricSnapshot> addressSpace(Path limits) {
        try {
            return Files.readAllLines(limits).stream()
                    .filter(line -> line.startsWith("Max address space"))
                    .map(line -> line.replaceFirst("Max address space\\s+", "").split("\\s+", 2)[0])
                    .map(soft -> soft.equals("unlimited") ? 0x1p64 : Double.parseDouble(soft))
                    .map(bytes -> gauge(
                            "process_virtual_memory_max_bytes",
                            "Maximum amount of virtual memory available in bytes.",
                            bytes))
                    .findFirst();
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static MetricSnapshot gauge(String name, String help, double value) {
        return new GaugeSnapshot(
                new MetricMetadata(name, help), List.of(new GaugeDataPointSnapshot(value, Labels.EMPTY, null)));
    }
}
