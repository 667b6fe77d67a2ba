package io.dbvitals.scrape;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs at most so many tasks at once, in the order of their arrival: those of one target on a lane of all targets, and that on threads
 * which come and go. Tasks that may outlive their scrape come last and never take the whole width, so that the next scrape can ask
 * whether the target is up.
 */
final class Lane implements Executor {
    private static final Logger logger = LoggerFactory.getLogger(Lane.class);

    private final Executor threads;
    private final int width;
    private final int lastingWidth;
    private final Deque<Runnable> prompt = new ArrayDeque<>();
    private final Deque<Runnable> lasting = new ArrayDeque<>();
    private int active;
    private int activeLasting;

    Lane(Executor threads, int width) {
        this.threads = threads;
        this.width = width;
        this.lastingWidth = Math.max(1, width - 1);
    }

    @Override
    public void execute(Runnable task) {
        synchronized (prompt) {
            prompt.addLast(task);
        }
        begin();
    }

    /** Before all that wait already: what an earlier scrape could not finish must not keep the next one from asking. */
    void executeFirst(Runnable task) {
        synchronized (prompt) {
            prompt.addFirst(task);
        }
        begin();
    }

    void executeLasting(Runnable task) {
        synchronized (prompt) {
            lasting.addLast(task);
        }
        begin();
    }

    private void begin() {
        synchronized (prompt) {
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
                synchronized (prompt) {
                    active--;
                }
            }
        }
    }

    private void drain() {
        for (Optional<Task> next = next(); next.isPresent(); next = next()) {
            try {
                next.get().work().run();
            } catch (RuntimeException | Error e) {
                // The next task may do better, and a lane that has lost its count would be narrower for ever.
                logger.error("a task failed", e);
            } finally {
                ended(next.get());
            }
        }
    }

    private record Task(Runnable work, boolean isLasting) {}

    private Optional<Task> next() {
        synchronized (prompt) {
            Runnable work = prompt.pollFirst();
            if (work != null) {
                return Optional.of(new Task(work, false));
            }
            work = activeLasting < lastingWidth ? lasting.pollFirst() : null;
            if (work != null) {
                activeLasting++;
                return Optional.of(new Task(work, true));
            }
            active--;
            return Optional.empty();
        }
    }

    private void ended(Task task) {
        if (task.isLasting()) {
            synchronized (prompt) {
                activeLasting--;
            }
        }
    }
}
