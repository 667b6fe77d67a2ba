package io.dbvitals.instrumentation.pool;

import io.dbvitals.instrumentation.event.EventDelivery;
import io.dbvitals.instrumentation.pool.alarm.PoolAlarms;
import io.dbvitals.instrumentation.pool.alarm.Tally;
import io.dbvitals.instrumentation.pool.lease.Lease;
import io.dbvitals.instrumentation.pool.lease.Leases;
import io.dbvitals.instrumentation.pool.state.Health;
import io.dbvitals.instrumentation.pool.state.Measured;
import io.dbvitals.instrumentation.pool.state.PoolReading;
import io.dbvitals.instrumentation.pool.state.PoolSnapshot;
import io.dbvitals.instrumentation.pool.text.Dashboard;
import io.dbvitals.instrumentation.pool.timing.Minutes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches one connection pool: how full it is, who waits for how long, who never gives back.
 *
 * <p>It learns from HikariCP ({@code HikariPools.attach}), from any {@link DataSource} ({@link #watch}), or from the application's calls
 * of {@code record…}, which take no lock. One daemon thread looks each second for what is to be told.
 */
public final class PoolMonitor implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(PoolMonitor.class);
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final String name;
    private final int max;
    private final InstantSource clock;
    private final LongSupplier nanoClock;
    private final Optional<EventDelivery> events;
    private final Optional<HealthChecks> health;
    private final Duration leakAfter;
    private final PoolRecord record;
    private final PoolAlarms alarms;
    private final Leases leases;
    private final Minutes minutes = new Minutes();
    private final LongAccumulator peakActive = new LongAccumulator(Math::max, 0);
    private final LongAccumulator peakWaiting = new LongAccumulator(Math::max, 0);
    private final ScheduledThreadPoolExecutor scheduler;
    private volatile Optional<Supplier<PoolReading>> reading;
    private volatile boolean recordsItself;
    private boolean readingFailed;
    private Tally before = Tally.NONE;

    PoolMonitor(PoolMonitorBuilder builder) {
        this.name = builder.name;
        this.max = builder.max;
        this.reading = builder.reading;
        this.clock = builder.clock;
        this.nanoClock = builder.nanoClock;
        this.events = builder.events;
        this.leakAfter = builder.leakAfter;
        this.record = new PoolRecord(builder.limits, nanoClock.getAsLong());
        this.alarms = new PoolAlarms(name, builder.limits);
        this.leases = new Leases(builder.noteBorrowers);
        this.health = builder.healthCheck.map(check -> HealthChecks.of(check, builder.healthEvery, nanoClock));
        this.scheduler = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "dbvitals-pool-" + name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** The name is the label {@code pool} of the metrics and the subject of the events. */
    public static PoolMonitorBuilder named(String name) {
        return new PoolMonitorBuilder(name);
    }

    void schedule() {
        ScheduledFuture<?> unused =
                scheduler.scheduleWithFixedDelay(this::sampleSafely, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    public String name() {
        return name;
    }

    /** A connection was taken; to be given to {@link #recordCheckin} when it comes back. */
    public Lease recordCheckout() {
        Lease lease = leases.take(nanoClock.getAsLong());
        if (!recordsItself) {
            peakActive.accumulate(leases.count());
        }
        return lease;
    }

    /** The connection came back; a second time counts for nothing. */
    public void recordCheckin(Lease lease) {
        Optional<Long> nanos = leases.give(lease, nanoClock.getAsLong());
        if (!recordsItself) {
            nanos.ifPresent(record.uses::record);
        }
    }

    /** A thread begins to wait for a connection; {@link #recordWaitEnd} must follow. */
    public void recordWaitBegin() {
        record.waiting.increment();
    }

    public void recordWaitEnd() {
        record.waiting.decrement();
    }

    /** How long a request waited until it had a connection, or gave up. */
    public void recordWait(Duration waited) {
        record.waited(waited.toNanos());
    }

    /** How long a connection was out; only for who does not use {@link #recordCheckout}. */
    public void recordUse(Duration used) {
        record.uses.record(used.toNanos());
    }

    /** How long a new connection took to open. */
    public void recordCreation(Duration took) {
        record.creations.record(took.toNanos());
    }

    /** A request was refused because no connection came free in time. */
    public void recordTimeout() {
        record.timeouts.increment();
    }

    /** A request got no connection for another reason. */
    public void recordError() {
        record.errors.increment();
    }

    /**
     * The same pool, whose connections are seen leaving and coming back. For HikariCP this adds leaks with their borrowers; for another
     * pool also waits, uses, timeouts and errors.
     */
    public DataSource watch(DataSource pool) {
        return new WatchedDataSource(pool, this);
    }

    /** The pool tells of waits, uses, timeouts and its size itself: what is seen of it by {@link #watch} is not counted twice. */
    public void attach(Supplier<PoolReading> pool) {
        reading = Optional.of(pool);
        recordsItself = true;
    }

    boolean recordsItself() {
        return recordsItself;
    }

    long nanos() {
        return nanoClock.getAsLong();
    }

    public PoolSnapshot snapshot() {
        PoolReading now = read();
        return new PoolSnapshot(
                name,
                clock.instant(),
                now,
                (int) peakActive.get(),
                (int) peakWaiting.get(),
                record.waits.timing(),
                record.uses.timing(),
                record.creations.timing(),
                record.timeouts.sum(),
                record.errors.sum(),
                leases.olderThan(leakAfter, nanoClock.getAsLong()),
                health(),
                minutes.list());
    }

    /** What metrics show, without the work that percentiles and stacks are. */
    public Measured measured() {
        return new Measured(
                read(),
                record.waits.point(),
                record.uses.point(),
                record.creations.point(),
                record.waits.recentMaxSeconds(),
                record.uses.recentMaxSeconds(),
                record.creations.recentMaxSeconds(),
                record.timeouts.sum(),
                record.errors.sum(),
                (int) peakActive.get(),
                leases.countOlderThan(leakAfter, nanoClock.getAsLong()),
                health());
    }

    /** For a terminal or a log: plain text, at most 80 columns. */
    public String dashboard() {
        return Dashboard.PLAIN.render(snapshot());
    }

    /** Looks at the pool now and tells what there is to tell; called each second by a thread of its own. */
    public synchronized void sample() {
        long nanos = nanoClock.getAsLong();
        Instant now = clock.instant();
        health.ifPresent(HealthChecks::tick);
        PoolReading seen = read();
        Tally counted = record.tally();
        Tally since = counted.minus(before);
        before = counted;
        record.tick(nanos);
        minutes.add(now, seen, since.waits(), record.longestWaitNanos(), since.timeouts());
        events.ifPresent(delivery -> {
            alarms.look(now, nanos, seen, since, health()).forEach(delivery::offer);
            alarms.leaks(now, leases.newlyOlderThan(leakAfter, nanos)).ifPresent(delivery::offer);
        });
    }

    /** Ends its thread; the pool itself, and where events go, stay open. */
    @Override
    public void close() {
        scheduler.shutdownNow();
        health.ifPresent(HealthChecks::close);
    }

    private void sampleSafely() {
        try {
            sample();
        } catch (RuntimeException e) {
            // A scheduled task that throws is never run again.
            logger.warn("Pool {} could not be looked at", name, e);
        }
    }

    private Health health() {
        return health.map(HealthChecks::last).orElse(Health.UNKNOWN);
    }

    private PoolReading read() {
        PoolReading now = reading.map(this::ask)
                .orElseGet(() -> PoolReading.ofFixedSize(max, leases.count(), Math.toIntExact(record.waiting.sum())));
        peakActive.accumulate(now.active());
        peakWaiting.accumulate(now.waiting());
        return now;
    }

    private PoolReading ask(Supplier<PoolReading> pool) {
        try {
            PoolReading now = pool.get();
            readingFailed = false;
            return now;
        } catch (RuntimeException e) {
            // A pool that is closed throws at each question; once is enough in the log.
            if (!readingFailed) {
                logger.warn(
                        "Pool {} does not say how it is: {}", name, e.getClass().getName());
            }
            readingFailed = true;
            return PoolReading.NONE;
        }
    }
}
