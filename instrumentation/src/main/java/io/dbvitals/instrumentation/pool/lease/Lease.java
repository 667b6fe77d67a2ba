package io.dbvitals.instrumentation.pool.lease;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** A connection that somebody has taken and is to give back. */
public final class Lease {
    /** Deeper calls are the framework's. */
    private static final int DEEPEST = 30;

    private final long takenAtNanos;
    private final String thread;
    private final Optional<Throwable> taken;
    private final AtomicBoolean returned = new AtomicBoolean();
    private final AtomicBoolean reported = new AtomicBoolean();

    Lease(long takenAtNanos, String thread, Optional<Throwable> taken) {
        this.takenAtNanos = takenAtNanos;
        this.thread = thread;
        this.taken = taken;
    }

    /** True for the first who asks. */
    boolean end() {
        return returned.compareAndSet(false, true);
    }

    /** True for the first who asks. */
    boolean report() {
        return reported.compareAndSet(false, true);
    }

    long takenAtNanos() {
        return takenAtNanos;
    }

    String thread() {
        return thread;
    }

    /** Without the calls in here and in proxies, which are the same for everybody. */
    List<StackTraceElement> borrower() {
        return taken.map(throwable -> List.of(throwable.getStackTrace())).orElse(List.of()).stream()
                .dropWhile(Lease::isOurs)
                .limit(DEEPEST)
                .toList();
    }

    private static boolean isOurs(StackTraceElement call) {
        String name = call.getClassName();
        return name.startsWith("io.dbvitals.instrumentation.pool.lease.Leases")
                || name.startsWith("io.dbvitals.instrumentation.jdbc.")
                || name.equals("io.dbvitals.instrumentation.pool.PoolMonitor")
                || name.equals("io.dbvitals.instrumentation.pool.WatchedDataSource");
    }
}
