package io.dbvitals.sql.mysql;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Statements that the server refused for want of a right. They are not sent again for ten minutes: each refusal counts as an error of
 * the server's own, and costs a session, because rights that were granted meanwhile are those of new sessions only.
 */
final class Refusals {
    private static final Duration PAUSE = Duration.ofMinutes(10);

    private final LongSupplier nanoClock;
    private final Map<String, Refusal> bySql = new ConcurrentHashMap<>();

    Refusals(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    private record Refusal(String message, long untilNanos) {}

    /** Throws while that statement is not to be sent. */
    void check(String sql) throws CollectException {
        Refusal last = bySql.get(sql);
        if (last == null) {
            return;
        }
        long left = last.untilNanos() - nanoClock.getAsLong();
        if (left <= 0) {
            bySql.remove(sql);
            return;
        }
        throw new CollectException(
                Reason.DENIED, last.message() + "; asked again in " + Math.max(1, left / 1_000_000_000) + " s");
    }

    /** Remembers the failure if it is one for want of a right. */
    void note(String sql, CollectException e) {
        if (e.getCause() instanceof SQLException cause && MySqlErrors.INSTANCE.rightMissing(cause)) {
            // Statements with values of their own never come again, and would stay.
            bySql.values().removeIf(old -> old.untilNanos() - nanoClock.getAsLong() <= 0);
            bySql.put(sql, new Refusal(String.valueOf(e.getMessage()), nanoClock.getAsLong() + PAUSE.toNanos()));
        }
    }
}
