package io.dbvitals.instrumentation.pool;

import io.dbvitals.instrumentation.event.EventDelivery;
import io.dbvitals.instrumentation.pool.alarm.PoolLimits;
import io.dbvitals.instrumentation.pool.state.PoolReading;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** What a {@link PoolMonitor} is to know before it starts. */
public final class PoolMonitorBuilder {
    final String name;
    int max;
    Optional<Supplier<PoolReading>> reading = Optional.empty();
    Optional<EventDelivery> events = Optional.empty();
    PoolLimits limits = PoolLimits.DEFAULTS;
    Duration leakAfter = Duration.ofMinutes(5);
    boolean noteBorrowers;
    Optional<HealthCheck> healthCheck = Optional.empty();
    Duration healthEvery = Duration.ofSeconds(30);
    boolean scheduled = true;
    InstantSource clock = InstantSource.system();
    LongSupplier nanoClock = System::nanoTime;

    PoolMonitorBuilder(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a pool needs a name");
        }
        this.name = name;
    }

    /** The most connections of a pool that does not say so itself. */
    public PoolMonitorBuilder max(int connections) {
        if (connections < 1) {
            throw new IllegalArgumentException("max must be at least 1, is " + connections);
        }
        this.max = connections;
        return this;
    }

    /** Asks the pool itself, each second and at each scrape; it must not block. */
    public PoolMonitorBuilder reading(Supplier<PoolReading> pool) {
        this.reading = Optional.of(pool);
        return this;
    }

    /** Where events go; it is not closed with the monitor. */
    public PoolMonitorBuilder events(EventDelivery delivery) {
        this.events = Optional.of(delivery);
        return this;
    }

    public PoolMonitorBuilder limits(PoolLimits when) {
        this.limits = when;
        return this;
    }

    /** How long a connection may be out; five minutes unless said otherwise. */
    public PoolMonitorBuilder leakAfter(Duration duration) {
        this.leakAfter = duration;
        return this;
    }

    /** Notes with each connection which calls took it: a few microseconds and about a kilobyte for each that is out. */
    public PoolMonitorBuilder noteBorrowers() {
        this.noteBorrowers = true;
        return this;
    }

    public PoolMonitorBuilder healthCheck(HealthCheck check, Duration every) {
        this.healthCheck = Optional.of(check);
        this.healthEvery = every;
        return this;
    }

    /** Starts no thread: the application calls {@link PoolMonitor#sample} about each second. */
    public PoolMonitorBuilder unscheduled() {
        this.scheduled = false;
        return this;
    }

    PoolMonitorBuilder clocks(InstantSource wall, LongSupplier nanos) {
        this.clock = wall;
        this.nanoClock = nanos;
        return this;
    }

    public PoolMonitor start() {
        PoolMonitor monitor = new PoolMonitor(this);
        if (scheduled) {
            monitor.schedule();
        }
        return monitor;
    }
}
