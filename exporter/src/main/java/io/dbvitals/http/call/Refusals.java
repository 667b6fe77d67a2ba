package io.dbvitals.http.call;

import io.dbvitals.http.resource.RefusalReason;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts calls that were refused, and says so in the log once a minute at most: whoever tries must not fill the disk. */
public final class Refusals {
    private static final Logger logger = LoggerFactory.getLogger(Refusals.class);
    private static final long PAUSE_NANOS = 60_000_000_000L;

    private final Consumer<RefusalReason> counter;
    private final AtomicLong unsaid = new AtomicLong();
    private final AtomicLong saidNanos = new AtomicLong(System.nanoTime() - PAUSE_NANOS);

    public Refusals(Consumer<RefusalReason> counter) {
        this.counter = counter;
    }

    /**
     * Counts one.
     *
     * @param address where it came from
     */
    public void count(RefusalReason reason, String address) {
        counter.accept(reason);
        unsaid.incrementAndGet();
        long said = saidNanos.get();
        long now = System.nanoTime();
        if (now - said >= PAUSE_NANOS && saidNanos.compareAndSet(said, now)) {
            logger.warn(
                    "{} requests were refused, the last one for \"{}\" from {}; more are said in a minute at the soonest, and"
                            + " counted in dbvitals_api_refusals_total",
                    unsaid.getAndSet(0),
                    reason.label(),
                    address);
        }
    }
}
