package io.dbvitals.instrumentation.pool.metrics;

import io.dbvitals.instrumentation.pool.PoolMonitor;
import io.dbvitals.instrumentation.pool.state.Measured;
import io.prometheus.metrics.model.registry.MetricType;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.MetricFamilyDescriptor;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Pools as metrics, read when they are asked for. One of these is registered for all pools of an application, since a registry takes
 * each name once:
 *
 * <pre>{@code
 * PrometheusRegistry.defaultRegistry.register(PoolMetrics.of(orders, billing));
 * }</pre>
 */
public final class PoolMetrics implements MultiCollector {
    private final Map<String, PoolMonitor> pools = new ConcurrentSkipListMap<>();
    private final Set<Names> names;

    private PoolMetrics(Set<Names> names) {
        this.names = names;
    }

    /** Under all names. */
    public static PoolMetrics of(PoolMonitor... pools) {
        return named(EnumSet.allOf(Names.class), pools);
    }

    public static PoolMetrics named(Set<Names> names, PoolMonitor... pools) {
        PoolMetrics metrics = new PoolMetrics(EnumSet.copyOf(names));
        Arrays.stream(pools).forEach(metrics::add);
        return metrics;
    }

    public void add(PoolMonitor pool) {
        if (pools.putIfAbsent(pool.name(), pool) != null) {
            throw new IllegalArgumentException("There are two pools named " + pool.name() + ": name them apart");
        }
    }

    public void remove(PoolMonitor pool) {
        pools.remove(pool.name(), pool);
    }

    @Override
    public MetricSnapshots collect() {
        Map<String, Measured> measured = new LinkedHashMap<>();
        pools.forEach((name, pool) -> measured.put(name, pool.measured()));
        MetricSnapshots.Builder page = MetricSnapshots.builder();
        for (Names each : names) {
            each.families(measured).forEach(page::metricSnapshot);
        }
        return page.build();
    }

    /** For the registry, which refuses what another collector prints. */
    @Override
    public List<MetricFamilyDescriptor> getMetricFamilyDescriptors() {
        return names.stream()
                .flatMap(each -> each.families(Map.of()).stream())
                .map(family -> MetricFamilyDescriptor.of(type(family), family.getMetadata()))
                .toList();
    }

    private static MetricType type(MetricSnapshot family) {
        if (family instanceof CounterSnapshot) {
            return MetricType.COUNTER;
        }
        return family instanceof HistogramSnapshot ? MetricType.HISTOGRAM : MetricType.GAUGE;
    }
}
