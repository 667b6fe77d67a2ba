package io.dbvitals.demo.shop;

import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does each task at its pace until closed. */
final class Workload implements AutoCloseable {
    private static final Logger logger = LoggerFactory.getLogger(Workload.class);

    private final ScheduledExecutorService threads;
    private final CountDownLatch stop;
    private volatile @Nullable String failure;

    /**
     * Does nothing yet.
     *
     * @param threads tasks that can run at the same time
     * @param stop from here on nobody cares about failures: the servers may be gone
     */
    Workload(int threads, CountDownLatch stop) {
        this.stop = stop;
        this.threads = Executors.newScheduledThreadPool(threads, task -> {
            Thread thread = new Thread(task, "workload");
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Begins with these tasks. */
    <S> void start(Door<S> door, List<Task<S>> tasks) {
        for (Task<S> task : tasks) {
            var unused = threads.scheduleAtFixedRate(
                    new Run<>(door, task), task.after().toMillis(), task.every().toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** The last task that failed where it should not, and why. */
    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void close() {
        stop.countDown();
        threads.shutdownNow();
    }

    /** A task with its session, which is opened anew after a failure. */
    private final class Run<S> implements Runnable {
        private final Door<S> door;
        private final Task<S> task;
        private @Nullable S session;

        Run(Door<S> door, Task<S> task) {
            this.door = door;
            this.task = task;
        }

        @Override
        public void run() {
            try {
                S open = session();
                try {
                    task.work().in(open);
                } finally {
                    door.tidy(open);
                }
            } catch (SQLException | RuntimeException e) {
                // A scheduler drops a task that throws.
                if (stop.getCount() > 0 && !task.expected().contains(door.code(e))) {
                    failure = task.name() + ": " + e.getMessage();
                    logger.warn("{} failed: {}", task.name(), e.getMessage());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private S session() throws SQLException {
            S open = session;
            if (open == null || !door.usable(open)) {
                open = door.open(task.name());
                session = open;
            }
            return open;
        }
    }
}
