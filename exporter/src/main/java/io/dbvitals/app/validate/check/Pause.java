package io.dbvitals.app.validate.check;

import io.dbvitals.scrape.Deadline;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The time between two tries, which ends at once when nobody wants another one. */
public final class Pause {
    private final CountDownLatch ended = new CountDownLatch(1);

    /** No more tries. */
    public void end() {
        ended.countDown();
    }

    /** Waits; false when it is over, and when the next try would come after the deadline. */
    public boolean before(Deadline deadline, Duration length) throws InterruptedException {
        return deadline.remaining().compareTo(length) > 0 && !ended.await(length.toNanos(), TimeUnit.NANOSECONDS);
    }
}
