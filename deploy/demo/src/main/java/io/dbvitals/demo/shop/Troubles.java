package io.dbvitals.demo.shop;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What goes wrong in real life, a little of each: slow queries, locks, deadlocks, forgotten transactions, errors. */
final class Troubles {
    private static final String DEADLOCK = "40P01";
    private static final String DUPLICATE = "23505";
    private static final String CANCELLED = "57014";

    private Troubles() {}

    /**
     * The tasks, each at its own pace.
     *
     * @param stop ends the pauses of those that keep a transaction open
     */
    static List<Task<Connection>> tasks(CountDownLatch stop) {
        Duration often = Duration.ofSeconds(6);
        Duration seldom = Duration.ofSeconds(20);
        return List.of(
                Task.of("slow", Duration.ofSeconds(7), Troubles::slow),
                Task.of("lock-holder", often, session -> hold(session, 1_500)),
                Task.<Connection>of(
                                "lock-waiter",
                                often,
                                session -> run(session, "UPDATE products SET stock = stock + 1 WHERE id = 490"))
                        .startingAfter(Duration.ofMillis(300)),
                // The same two rows in opposite order at the same moment: one of them is the deadlock's victim.
                Task.<Connection>of("transfer-there", seldom, session -> transfer(session, 495, 496))
                        .startingAfter(Duration.ofSeconds(1))
                        .mayFailWith(DEADLOCK),
                Task.<Connection>of("transfer-back", seldom, session -> transfer(session, 496, 495))
                        .startingAfter(Duration.ofSeconds(1))
                        .mayFailWith(DEADLOCK),
                Task.of("forgetful", Duration.ofSeconds(10), session -> forget(session, stop)),
                Task.<Connection>of(
                                "careless",
                                Duration.ofSeconds(3),
                                session -> run(
                                        session, "INSERT INTO customers (email, name) VALUES ('c1@example.org', '')"))
                        .mayFailWith(DUPLICATE),
                Task.<Connection>of("impatient", Duration.ofSeconds(15), Troubles::cancelled)
                        .mayFailWith(CANCELLED));
    }

    private static void slow(Connection session) throws SQLException {
        run(
                session,
                "SELECT pg_sleep(0.4 + random()), (SELECT count(*) FROM (SELECT md5(name) FROM customers ORDER BY 1) names)");
    }

    private static void hold(Connection session, int millis) throws SQLException {
        session.setAutoCommit(false);
        run(session, "UPDATE products SET stock = stock + 1 WHERE id = 490");
        run(session, "SELECT pg_sleep(" + millis / 1000.0 + ")");
        session.commit();
    }

    private static void transfer(Connection session, int from, int to) throws SQLException {
        session.setAutoCommit(false);
        run(session, "UPDATE products SET stock = stock - 1 WHERE id = " + from);
        run(session, "SELECT pg_sleep(0.4)");
        run(session, "UPDATE products SET stock = stock + 1 WHERE id = " + to);
        session.commit();
    }

    private static void forget(Connection session, CountDownLatch stop) throws SQLException, InterruptedException {
        session.setAutoCommit(false);
        run(session, "UPDATE customers SET name = name WHERE id = 1");
        boolean stopped = stop.await(4, TimeUnit.SECONDS);
        if (stopped) {
            session.rollback();
        } else {
            session.commit();
        }
    }

    private static void cancelled(Connection session) throws SQLException {
        run(session, "SET statement_timeout = '300ms'");
        run(session, "SELECT pg_sleep(5)");
    }

    private static void run(Connection session, String sql) throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.execute(sql);
        }
    }
}
