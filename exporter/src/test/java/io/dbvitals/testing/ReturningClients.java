package io.dbvitals.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that come back as soon as they are thrown out. */
public final class ReturningClients implements AutoCloseable {
    public final AtomicInteger entered = new AtomicInteger();
    public final AtomicInteger refused = new AtomicInteger();
    private final CountDownLatch stop = new CountDownLatch(1);
    private final List<Thread> threads = new ArrayList<>();

    /** Lets one in. */
    public interface Entrance {
        Connection enter() throws SQLException;
    }

    /** So many, which begin at once. */
    public ReturningClients(int clients, Entrance entrance) {
        for (int i = 0; i < clients; i++) {
            Thread thread = new Thread(() -> comeBack(entrance));
            threads.add(thread);
            thread.start();
        }
    }

    private void comeBack(Entrance entrance) {
        while (stop.getCount() > 0) {
            try (Connection connection = entrance.enter();
                    Statement statement = connection.createStatement()) {
                entered.incrementAndGet();
                while (stop.getCount() > 0) {
                    statement.execute("SELECT pg_sleep(0.02)");
                }
            } catch (SQLException e) {
                refused.incrementAndGet();
                pause();
            }
        }
    }

    /** A moment, as pools make one. */
    private void pause() {
        try {
            if (stop.await(20, TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stop.countDown();
        for (Thread thread : threads) {
            try {
                thread.join(20_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
