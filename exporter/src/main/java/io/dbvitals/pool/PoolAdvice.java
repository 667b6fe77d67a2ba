package io.dbvitals.pool;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What to do about a pool. A larger pool helps only where the server has room and its backends do not wait themselves: else it moves the
 * queue to where it hurts more.
 */
public final class PoolAdvice {
    /** Time in transactions by time in queries, from which transactions are mostly waiting for their client. */
    private static final double IDLE_RATIO = 3;

    private final PoolUse pool;
    private final List<String> evidence = new ArrayList<>();

    private PoolAdvice(PoolUse pool) {
        this.pool = pool;
    }

    /** Whether what the server says of its connections would help to tell: clients wait long, and all of the pool is in use. */
    public static boolean wantsBackends(PoolUse pool) {
        return pool.starves()
                && pool.saturated()
                && !pool.place().paused()
                && !pool.place().disabled();
    }

    /** {@code unseen} says why nothing is known of the server, as in "no PostgreSQL target is configured for db1:5432". */
    public static Advice of(PoolUse pool, String unseen) {
        return new PoolAdvice(pool).unseen(unseen);
    }

    public static Advice of(PoolUse pool, Backends backends) {
        return new PoolAdvice(pool).seen(backends);
    }

    /** Of a pool that needs no look at its server. */
    public static Advice of(PoolUse pool) {
        return new PoolAdvice(pool).plain();
    }

    private Advice plain() {
        PoolUse.Place place = pool.place();
        waiting();
        if (place.paused()) {
            evidence.add(0, "it is paused: clients wait until it is resumed");
            return advice("RESUME " + pool.database() + ", if nobody needs the pause");
        }
        if (place.disabled()) {
            evidence.add(0, "it is disabled: new clients are turned away");
            return advice("ENABLE " + pool.database() + ", if nobody needs it shut");
        }
        if (pool.starves() && !pool.saturated()) {
            return unserved();
        }
        evidence.add(checkedOut());
        if (pool.overflow() > 0) {
            return advice("the reserve is for peaks: if it stays in use, see what holds the connections");
        }
        if (pool.rating() == Rating.HIGH) {
            return advice("nobody waits for long: nothing to do yet, but there is little left for a peak");
        }
        return pool.waiting() > 0 ? advice("") : Advice.NONE;
    }

    /** Clients wait, and the pool has not all the connections that it may have. */
    private Advice unserved() {
        if (pool.idle() > 0) {
            evidence.add(pool.idle() + " connections are idle meanwhile");
            return advice("if it stays so, server_check_query or the login fails or hangs: see the pooler's log");
        }
        evidence.add(checkedOut());
        if (pool.connecting() > 0) {
            evidence.add(pool.connecting() + " are being opened");
        }
        if (pool.place().full()) {
            return limited();
        }
        return advice("the server does not let the pooler in, or max_user_connections is reached: see the pooler's log,"
                + " and diagnose " + pool.place().address());
    }

    private Advice unseen(String why) {
        return full().orElseGet(() -> {
            if (idles()) {
                return advice(shorter() + "; whether a larger pool would help cannot be said: " + why);
            }
            return advice("raise pool_size only if the server has room and its backends do not wait for CPU, disk or"
                    + " locks; that could not be seen: " + why);
        });
    }

    private Advice seen(Backends backends) {
        if (backends.seen() == 0) {
            return unseen(pool.place().address() + " does not have these sessions; another pooler may be in between");
        }
        if (backends.hidden() > 0) {
            return unseen("GRANT pg_monitor TO the monitoring user");
        }
        return full().orElseGet(() -> judged(backends));
    }

    private Advice judged(Backends backends) {
        String of = " of " + backends.seen();
        int busy = backends.onCpu() + backends.onIo() + backends.onLocks();
        String room = "the server has room for " + backends.room() + " more connections";
        if (backends.mostly(backends.idleInTransaction())) {
            evidence.add(backends.idleInTransaction() + of + " are idle in transaction, the longest for "
                    + seconds(backends.longestIdle()));
            return advice(shorter());
        }
        if (backends.mostly(busy)) {
            evidence.add(busy + of + " are busy on the server: " + backends.onCpu() + " on the CPU, " + backends.onIo()
                    + " on disk, " + backends.onLocks() + " on locks");
            return advice("do not raise pool_size: "
                    + (backends.onLocks() >= backends.onCpu() + backends.onIo()
                            ? "end what blocks them (dbvitals cleanup shows it)"
                            : "make the statements cheaper; more of them at once would only be slower"));
        }
        evidence.add(room);
        int larger = Math.min(pool.size() + Math.min(pool.waiting(), pool.size()), pool.size() + backends.room());
        return larger <= pool.size()
                ? advice(
                        "do not raise pool_size: the server is full; make max_connections larger, or other pools smaller")
                : advice("raise pool_size from " + pool.size() + " to " + larger
                        + "; stop when nobody waits, or the backends wait for CPU, disk or locks");
    }

    /** What holds whatever the server says. */
    private Optional<Advice> full() {
        waiting();
        evidence.add(checkedOut());
        return pool.place().full() ? Optional.of(limited()) : Optional.empty();
    }

    private Advice limited() {
        evidence.add(pool.place().open() + " connections of all users reach the limit of the database, "
                + pool.place().limit());
        return advice("a larger pool_size alone does nothing: max_db_connections, or max_connections, of "
                + pool.database() + " comes first");
    }

    private boolean idles() {
        double ratio = pool.place().inTransaction();
        if (ratio > IDLE_RATIO) {
            evidence.add(String.format(Locale.ROOT, "transactions take %.0f times as long as their statements", ratio));
        }
        return ratio > IDLE_RATIO;
    }

    private static String shorter() {
        return "shorten transactions: commit before waiting for anything else, and set"
                + " idle_in_transaction_session_timeout";
    }

    private void waiting() {
        if (pool.waiting() > 0) {
            evidence.add(pool.waiting()
                    + (pool.waiting() == 1 ? " client waits, for " : " clients wait, the first for ")
                    + seconds(pool.maxWait()));
        }
    }

    private String checkedOut() {
        return pool.checkedOut() + " of " + pool.size() + " connections are in use"
                + (pool.overflow() > 0 ? ", " + pool.overflow() + " of the reserve" : "");
    }

    private Advice advice(String recommendation) {
        return new Advice(String.join("; ", evidence), recommendation);
    }

    private static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toNanos() / 1e9);
    }
}
