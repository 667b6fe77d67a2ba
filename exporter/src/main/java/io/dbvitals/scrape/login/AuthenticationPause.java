package io.dbvitals.scrape.login;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * After a refused login the same credentials are not tried again for a while, which doubles from 15 seconds to 5 minutes, so that no
 * account is locked and no log filled. Changed credentials are tried at once. A wrong password is wrong everywhere on the server; any
 * other refusal, as by a line of {@code pg_hba.conf}, is that of one place in it, such as a database.
 */
public final class AuthenticationPause {
    private static final Duration FIRST = Duration.ofSeconds(15);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final String EVERYWHERE = "";

    private final LongSupplier nanoClock;
    private final Map<String, Refusal> refusals = new HashMap<>();

    /** {@code nanoClock} as {@link System#nanoTime}. */
    public AuthenticationPause(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    private record Refusal(int credentialsHash, Duration pause, long untilNanos, String message) {}

    /** Throws while those credentials are not to be tried. */
    public synchronized void check(String place, int credentialsHash) throws CollectException {
        for (String where : List.of(EVERYWHERE, place)) {
            Refusal last = refusals.get(where);
            long left = last == null ? 0 : last.untilNanos() - nanoClock.getAsLong();
            if (last != null && last.credentialsHash() == credentialsHash && left > 0) {
                throw new CollectException(
                        Reason.DENIED, last.message() + "; tried again in " + Math.max(1, left / 1_000_000_000) + " s");
            }
        }
    }

    /** By the whole server. */
    public void refused(int credentialsHash, String why) {
        refused(EVERYWHERE, credentialsHash, why);
    }

    /** At that place only. */
    public synchronized void refused(String place, int credentialsHash, String why) {
        Refusal last = refusals.get(place);
        Duration pause = last == null || last.credentialsHash() != credentialsHash
                ? FIRST
                : last.pause().multipliedBy(2).compareTo(LONGEST) > 0
                        ? LONGEST
                        : last.pause().multipliedBy(2);
        refusals.put(place, new Refusal(credentialsHash, pause, nanoClock.getAsLong() + pause.toNanos(), why));
    }

    /** Forgets what was refused: a login went through. */
    public synchronized void accepted(String place) {
        refusals.remove(EVERYWHERE);
        refusals.remove(place);
    }
}
