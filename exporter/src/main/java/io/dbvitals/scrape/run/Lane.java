package io.dbvitals.scrape.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs at most so many tasks at once, in the order of their arrival: those of one target on a lane of all targets, and that on threads
 * which come and go.
 */
final class Lane implements Executor {
    private static final Logger logger = LoggerFactory.getLogger(Lane.class);

    private final Executor threads;
    private final int width;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int active;

    Lane(Executor threads, int width) {
        this.threads = threads;
        this.width = width;
    }

    @Override
    public void execute(Runnable task) {
        synchronized (waiting) {
            waiting.addLast(task);
        }
        begin();
    }

    /** Before all that wait already: what an earlier scrape could not finish must not keep the next one from asking. */
    void executeFirst(Runnable task) {
        synchronized (waiting) {
            waiting.addFirst(task);
        }
        begin();
    }

    private void begin() {
        synchronized (waiting) {
            if (active == width) {
                return;
            }
            active++;
        }
        boolean accepted = false;
        try {
            threads.execute(this::drain);
            accepted = true;
        } catch (RejectedExecutionException e) {
            // The exporter is stopping; whoever waits is answered by its deadline.
            return;
        } finally {
            if (!accepted) {
                synchronized (waiting) {
                    active--;
                }
            }
        }
    }

    private void drain() {
        while (true) {
            Runnable task;
            synchronized (waiting) {
                task = waiting.pollFirst();
                if (task == null) {
                    active--;
                    return;
                }
            }
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                // The next task may do better, and a lane that has lost its count would be narrower for ever.
                logger.error("a task failed", e);
            }
        }
    }
}
