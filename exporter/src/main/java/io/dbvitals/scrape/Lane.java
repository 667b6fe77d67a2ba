package io.dbvitals.scrape;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Runs at most so many tasks at once, in the order of their arrival: those of one target on a lane of all targets, and that on threads
 * which come and go.
 */
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
            task.run();
        }
    }
}
