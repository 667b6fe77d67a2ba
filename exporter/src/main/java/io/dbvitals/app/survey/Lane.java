package io.dbvitals.app.survey;

import io.dbvitals.scrape.Deadline;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the parts of one target one after the other: a server that hangs holds one thread, and one connection more than without this. */
final class Lane {
    private static final Logger logger = LoggerFactory.getLogger(Lane.class);

    private static final Duration FIRST = Duration.ofSeconds(2);

    private final TargetSurvey survey;
    private boolean running;
    private boolean closed;
    private boolean resting = true;
    private long lookedAtNanos = System.nanoTime();
    private final long madeAtNanos = System.nanoTime();
    private final CountDownLatch first = new CountDownLatch(1);

    Lane(TargetSurvey survey) {
        this.survey = survey;
    }

    TargetSurvey survey() {
        return survey;
    }

    /** Begins to read what is old, unless it is read already. */
    synchronized void look(Executor threads) {
        lookedAtNanos = System.nanoTime();
        if (running || closed || survey.parts().noneMatch(Part::due)) {
            return;
        }
        running = true;
        resting = false;
        threads.execute(this::read);
    }

    /** Waits for what is quickly read, the first time; whoever comes after a while does not. */
    void awaitFirst(Deadline deadline) throws InterruptedException {
        if (System.nanoTime() - madeAtNanos < FIRST.toNanos()) {
            var unused = first.await(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    /** Lets go of what is only held for those who look, where nobody did for so long. */
    synchronized void restAfter(Duration time, Executor threads) {
        if (!running && !resting && System.nanoTime() - lookedAtNanos >= time.toNanos()) {
            running = true;
            threads.execute(this::ended);
        }
    }

    /** Begins nothing more. */
    synchronized void close(Executor threads) {
        closed = true;
        if (!running && !resting) {
            running = true;
            threads.execute(this::ended);
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private void read() {
        List<Part<?>> due = survey.parts().filter(Part::due).toList();
        for (Part<?> part : due) {
            try {
                if (isClosed()) {
                    break;
                }
                part.read();
                if (part == survey.pools()) {
                    // What comes then may take longer than anybody waits for it.
                    first.countDown();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            } catch (RuntimeException e) {
                logger.error("{}: cannot be surveyed: a fault of the program", survey.name(), e);
            }
        }
        first.countDown();
        synchronized (this) {
            running = false;
            if (closed) {
                survey.rest();
            }
        }
    }

    private void ended() {
        survey.rest();
        synchronized (this) {
            running = false;
            resting = true;
        }
    }
}
