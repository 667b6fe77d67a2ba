package io.dbvitals.instrumentation.pool;

import io.dbvitals.instrumentation.pool.state.Health;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Runs a check again and again, never twice at once: one that hangs is a failure as soon as the next one is due. */
final class HealthChecks implements AutoCloseable {
    private final HealthCheck check;
    private final Duration every;
    private final LongSupplier nanoClock;
    private final ThreadPoolExecutor worker;
    private volatile Health last = Health.UNKNOWN;
    private volatile boolean running;
    private long startedAtNanos;
    private boolean started;

    private HealthChecks(HealthCheck check, Duration every, LongSupplier nanoClock) {
        this.check = check;
        this.every = every;
        this.nanoClock = nanoClock;
        this.worker = new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
            Thread thread = new Thread(task, "dbvitals-health");
            thread.setDaemon(true);
            return thread;
        });
    }

    static HealthChecks of(HealthCheck check, Duration every, LongSupplier nanoClock) {
        return new HealthChecks(check, every, nanoClock);
    }

    /** Starts the check where it is due; returns at once. Called by one thread. */
    void tick() {
        long now = nanoClock.getAsLong();
        if (started && now - startedAtNanos < every.toNanos()) {
            return;
        }
        if (running) {
            Duration since = Duration.ofNanos(now - startedAtNanos);
            last = new Health(Health.Status.DOWN, since, "no answer for " + since.toSeconds() + " s");
            return;
        }
        started = true;
        startedAtNanos = now;
        running = true;
        try {
            worker.execute(() -> run(now));
        } catch (RejectedExecutionException closed) {
            running = false;
        }
    }

    Health last() {
        return last;
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }

    private void run(long startNanos) {
        Health health;
        try {
            check.check();
            health = new Health(Health.Status.UP, took(startNanos), "");
        } catch (Exception | LinkageError e) {
            // The message of a driver may hold the text of a statement; its class tells enough.
            health = new Health(Health.Status.DOWN, took(startNanos), name(e));
        }
        last = health;
        running = false;
    }

    private static String name(Throwable failure) {
        String name = failure.getClass().getSimpleName();
        return failure instanceof SQLException e && e.getSQLState() != null ? name + " " + e.getSQLState() : name;
    }

    private Duration took(long startNanos) {
        return Duration.ofNanos(nanoClock.getAsLong() - startNanos);
    }
}
