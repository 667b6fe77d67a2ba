package io.dbvitals.instrumentation.pool.hikari;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.metrics.IMetricsTracker;
import com.zaxxer.hikari.metrics.PoolStats;
import io.dbvitals.instrumentation.pool.PoolMonitor;
import io.dbvitals.instrumentation.pool.state.PoolReading;
import java.time.Duration;

/** Has a HikariCP pool tell its monitor what happens, by HikariCP's own interface for metrics: no proxy is in between. */
public final class HikariPools {
    private HikariPools() {}

    /**
     * To be called before or after the pool starts; a pool has one tracker, so that no other library may have set one. A pool without a
     * name gets that of the monitor.
     *
     * @param pool a {@code HikariDataSource}, or the configuration of one
     */
    public static void attach(HikariConfig pool, PoolMonitor monitor) {
        String name = pool.getPoolName();
        if (name == null) {
            pool.setPoolName(monitor.name());
        } else if (!name.equals(monitor.name())) {
            throw new IllegalArgumentException(
                    "The pool is named " + name + ", its monitor " + monitor.name() + ": name the monitor as the pool");
        }
        if (pool.getMetricsTrackerFactory() != null || pool.getMetricRegistry() != null) {
            throw new IllegalStateException(
                    "Pool " + monitor.name()
                            + " has a metrics tracker already, and HikariCP takes only one: attach the monitor first,"
                            + " or leave that of the other library out (in Spring Boot: management.metrics.enable.hikaricp=false)");
        }
        // A pool may start with its first request, which it tells of itself.
        monitor.attach(() -> PoolReading.NONE);
        pool.setMetricsTrackerFactory((poolName, stats) -> {
            monitor.attach(() -> reading(stats));
            return new Tracker(monitor);
        });
    }

    /** HikariCP reads them anew after a second; idle ones it limits only by the maximum. */
    private static PoolReading reading(PoolStats stats) {
        return new PoolReading(
                stats.getTotalConnections(),
                stats.getActiveConnections(),
                stats.getIdleConnections(),
                stats.getPendingThreads(),
                stats.getMaxConnections(),
                stats.getMinConnections(),
                stats.getMaxConnections());
    }

    /** Hands on what HikariCP measures. */
    private record Tracker(PoolMonitor monitor) implements IMetricsTracker {
        @Override
        public void recordConnectionCreatedMillis(long millis) {
            monitor.recordCreation(Duration.ofMillis(millis));
        }

        /** Requests that time out come here, too. */
        @Override
        public void recordConnectionAcquiredNanos(long nanos) {
            monitor.recordWait(Duration.ofNanos(nanos));
        }

        @Override
        public void recordConnectionUsageMillis(long millis) {
            monitor.recordUse(Duration.ofMillis(millis));
        }

        @Override
        public void recordConnectionTimeout() {
            monitor.recordTimeout();
        }

        /** The pool is closed: nothing is open any more. */
        @Override
        public void close() {
            monitor.attach(() -> PoolReading.NONE);
        }
    }
}
