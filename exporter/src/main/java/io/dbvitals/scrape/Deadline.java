package io.dbvitals.scrape;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The moment at which an answer must be ready, on the monotonic clock. */
public final class Deadline {
    private final LongSupplier nanoClock;
    private final long atNanos;

    private Deadline(LongSupplier nanoClock, long atNanos) {
        this.nanoClock = nanoClock;
        this.atNanos = atNanos;
    }

    public static Deadline after(Duration budget) {
        return after(budget, System::nanoTime);
    }

    public static Deadline after(Duration budget, LongSupplier nanoClock) {
        return new Deadline(nanoClock, nanoClock.getAsLong() + budget.toNanos());
    }

    /** Zero once it has passed, never negative. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, atNanos - nanoClock.getAsLong()));
    }

    public boolean passed() {
        return atNanos - nanoClock.getAsLong() <= 0;
    }

    /** The earlier of this and {@code budget} from now. */
    public Deadline atMost(Duration budget) {
        long other = nanoClock.getAsLong() + budget.toNanos();
        return other - atNanos < 0 ? new Deadline(nanoClock, other) : this;
    }
}
