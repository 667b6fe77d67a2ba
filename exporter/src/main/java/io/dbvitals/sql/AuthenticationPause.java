package io.dbvitals.sql;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * After a refused login the same credentials are not tried again for a while, which doubles from 15 seconds to 5 minutes, so that no
 * account is locked and no log filled. Changed credentials are tried at once.
 */
final class AuthenticationPause {
    private static final Duration FIRST = Duration.ofSeconds(15);
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final LongSupplier nanoClock;
    private int refusedHash;
    private long untilNanos;
    private Duration pause = Duration.ZERO;
    private String message = "";

    AuthenticationPause(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /** Throws while those credentials are not to be tried. */
    synchronized void check(int credentialsHash) throws CollectException {
        if (pause.isZero() || credentialsHash != refusedHash) {
            return;
        }
        long left = untilNanos - nanoClock.getAsLong();
        if (left > 0) {
            throw new CollectException(
                    Reason.DENIED, message + "; tried again in " + Math.max(1, left / 1_000_000_000) + " s");
        }
    }

    synchronized void refused(int credentialsHash, String why) {
        pause = pause.isZero() || credentialsHash != refusedHash
                ? FIRST
                : pause.multipliedBy(2).compareTo(LONGEST) > 0 ? LONGEST : pause.multipliedBy(2);
        refusedHash = credentialsHash;
        message = why;
        untilNanos = nanoClock.getAsLong() + pause.toNanos();
    }

    synchronized void accepted() {
        pause = Duration.ZERO;
    }
}
