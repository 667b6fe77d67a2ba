package io.dbvitals.app.health.vitals;

import io.dbvitals.app.health.figures.Draft;
import io.dbvitals.app.health.figures.Limits;
import io.dbvitals.health.score.Bounds;
import io.dbvitals.health.score.Unit;
import io.dbvitals.health.score.Vital;
import java.util.Optional;

/** What databases of each make have. */
final class DatabaseVitals {
    static final String CONNECTIONS = "connections";
    static final String LOCKS = "locks";

    /** Of both. */
    private static final int WEIGHT = 15;

    private static final double QUARTER_HOUR = 900;

    private DatabaseVitals() {}

    /** {@code used}: of those that there may be, a part of 1. */
    static Vital connections(Optional<Double> used, Limits limits) {
        return new Draft(CONNECTIONS, WEIGHT)
                .needs(
                        "connections in use",
                        used,
                        Unit.RATIO,
                        limits.of("connections_used_ratio", new Bounds(0.5, 0.8, 0.95)))
                .vital();
    }

    /**
     * Who waits for whom.
     *
     * @param hidden why not all of it was seen; empty where it was
     * @param who waits, as {@code blocked sessions}
     * @param longest in seconds; empty where nobody waits
     */
    static Vital locks(String hidden, String who, Optional<Double> waiting, Optional<Double> longest, Limits limits) {
        return new Draft(LOCKS, WEIGHT)
                .hidden(hidden)
                .needs(who, waiting, Unit.COUNT, limits.of("blocked_sessions", new Bounds(0, 5, 20)))
                .may(
                        "longest wait for a lock",
                        longest,
                        Unit.SECONDS,
                        limits.of("lock_wait_seconds", new Bounds(5, 120, 600)))
                .vital();
    }

    static Vital unknownConnections(String why) {
        return Vital.unknown(CONNECTIONS, WEIGHT, why);
    }

    static Vital unknownLocks(String why) {
        return Vital.unknown(LOCKS, WEIGHT, why);
    }

    /** Adds the age of the oldest transaction, in seconds. */
    static Draft longestTransaction(Draft draft, Optional<Double> seconds, Limits limits) {
        return draft.needs(
                "longest transaction",
                seconds,
                Unit.SECONDS,
                limits.of("transaction_age_seconds", new Bounds(300, 3600, 14_400)));
    }

    /** Adds deadlocks; {@code perSecond} is empty without a window. */
    static Draft deadlocks(Draft draft, Optional<Double> perSecond, Limits limits) {
        return draft.may(
                "deadlocks in a quarter of an hour",
                perSecond.map(rate -> rate * QUARTER_HOUR),
                Unit.COUNT,
                limits.of("deadlocks_per_15m", new Bounds(0, 5, 50)));
    }

    static Vital disk(int weight) {
        return Vital.notApplicable(
                "disk", weight, "not applicable: the server does not tell; make its machine a target of kind host");
    }
}
