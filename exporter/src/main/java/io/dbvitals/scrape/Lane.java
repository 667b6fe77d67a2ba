package io.dbvitals.scrape;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** Runs at most so many tasks of one target at once on threads that all targets share, in the order of their arrival. */
final class Lane implements Executor {
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
            boolean survived = false;
            try {
                task.run();
                survived = true;
            } finally {
                // An error ends this thread; the lane goes on with another.
                if (!survived) {
                    threads.execute(this::drain);
                }
            }
        }
    }
}
