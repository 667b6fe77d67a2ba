package io.dbvitals.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
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
    private volatile @Nullable String failure;
    private volatile boolean stopped;

    private Workload(int threads) {
        this.threads = Executors.newScheduledThreadPool(threads, task -> {
            Thread thread = new Thread(task, "workload");
            thread.setDaemon(true);
            return thread;
        });
    }

    static Workload start(Postgres postgres, String database, List<Task> tasks) {
        Workload workload = new Workload(tasks.size());
        for (Task task : tasks) {
            Run run = workload.new Run(postgres, database, task);
            var unused = workload.threads.scheduleAtFixedRate(
                    run, task.after().toMillis(), task.every().toMillis(), TimeUnit.MILLISECONDS);
        }
        return workload;
    }

    /** The last task that failed where it should not, and why. */
    Optional<String> failure() {
        return Optional.ofNullable(failure);
    }

    @Override
    public void close() {
        stopped = true;
        threads.shutdownNow();
    }

    /** A task with its session, which is opened anew after a failure. */
    private final class Run implements Runnable {
        private final Postgres postgres;
        private final String database;
        private final Task task;
        private @Nullable Connection session;

        Run(Postgres postgres, String database, Task task) {
            this.postgres = postgres;
            this.database = database;
            this.task = task;
        }

        @Override
        public void run() {
            try {
                Connection open = session();
                try {
                    task.work().in(open);
                } finally {
                    if (!open.isClosed() && !open.getAutoCommit()) {
                        open.rollback();
                        open.setAutoCommit(true);
                    }
                }
            } catch (SQLException e) {
                if (!stopped && !task.expected().contains(e.getSQLState())) {
                    failure = task.name() + ": " + e.getMessage();
                    logger.warn("{} failed: {}", task.name(), e.getMessage());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private Connection session() throws SQLException {
            Connection open = session;
            if (open == null || open.isClosed()) {
                open = postgres.connect(database);
                open.setClientInfo("ApplicationName", task.name());
                session = open;
            }
            return open;
        }
    }
}
