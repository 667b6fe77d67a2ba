package io.dbvitals.demo.shop;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** What a shop does all day: short transactions, some reports, and the care that its tables need. */
final class Shopping {
    private Shopping() {}

    static List<Task<Connection>> tasks() {
        return List.of(
                Task.of("checkout", Duration.ofMillis(150), Shopping::order),
                Task.<Connection>of("checkout", Duration.ofMillis(230), Shopping::order)
                        .startingAfter(Duration.ofMillis(70)),
                Task.of("catalogue", Duration.ofMillis(60), Shopping::browse),
                Task.of("warehouse", Duration.ofMillis(700), Shopping::send),
                Task.of("search", Duration.ofSeconds(1), Shopping::search),
                Task.of("report", Duration.ofSeconds(5), Shopping::report),
                Task.of("cleanup", Duration.ofSeconds(3), Shopping::forget),
                Task.<Connection>of("maintenance", Duration.ofSeconds(20), Shopping::maintain)
                        .startingAfter(Duration.ofSeconds(2)));
    }

    private static void order(Connection session) throws SQLException {
        session.setAutoCommit(false);
        long order = number(
                session,
                "INSERT INTO orders (customer_id) VALUES (?) RETURNING id",
                1L + ThreadLocalRandom.current().nextInt(Shop.CUSTOMERS));
        long product = 1L + ThreadLocalRandom.current().nextInt(Shop.PRODUCTS - 20);
        int items = 1 + ThreadLocalRandom.current().nextInt(4);
        try (PreparedStatement item = session.prepareStatement("INSERT INTO items VALUES (?, ?, 1)");
                PreparedStatement stock =
                        session.prepareStatement("UPDATE products SET stock = stock - 1 WHERE id = ?")) {
            // In rising order, as one who wants no deadlocks does it.
            for (int i = 0; i < items; i++) {
                item.setLong(1, order);
                item.setLong(2, product + i);
                item.executeUpdate();
                stock.setLong(1, product + i);
                stock.executeUpdate();
            }
        }
        if (ThreadLocalRandom.current().nextInt(20) == 0) {
            // The customer thinks better of it.
            session.rollback();
        } else {
            session.commit();
        }
    }

    private static void browse(Connection session) throws SQLException {
        long customer = 1L + ThreadLocalRandom.current().nextInt(Shop.CUSTOMERS);
        number(session, "SELECT count(*) FROM orders WHERE customer_id = ?", customer);
        number(session, "SELECT stock FROM products WHERE id = ?", 1 + customer % Shop.PRODUCTS);
        number(session, "SELECT order_total(?)", 1 + customer);
    }

    private static void send(Connection session) throws SQLException {
        run(
                session,
                "UPDATE orders SET state = 'sent' WHERE id IN (SELECT id FROM orders WHERE state = 'new' ORDER BY id LIMIT 4)");
    }

    /** A search that no index helps. */
    private static void search(Connection session) throws SQLException {
        run(
                session,
                "SELECT count(*) FROM customers WHERE name LIKE '%"
                        + ThreadLocalRandom.current().nextInt(99) + "%'");
    }

    /** Sorts more than its memory holds, so that it goes to temporary files. */
    private static void report(Connection session) throws SQLException {
        run(session, "SET work_mem = '64kB'");
        run(session, """
                SELECT count(*) FROM (
                    SELECT o.customer_id, i.product_id, sum(i.quantity) AS sold
                      FROM items i JOIN orders o ON o.id = i.order_id
                     GROUP BY 1, 2 ORDER BY sold DESC, 1, 2 OFFSET 10) best
                """);
    }

    /** Keeps the demo small however long it runs. */
    private static void forget(Connection session) throws SQLException {
        run(session, "DELETE FROM orders WHERE id < (SELECT max(id) FROM orders) - 20000");
    }

    private static void maintain(Connection session) throws SQLException {
        run(session, "VACUUM (ANALYZE) orders, items, products");
        run(session, "CHECKPOINT");
    }

    private static void run(Connection session, String sql) throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.execute(sql);
        }
    }

    private static long number(Connection session, String sql, long argument) throws SQLException {
        try (PreparedStatement statement = session.prepareStatement(sql)) {
            statement.setLong(1, argument);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? rows.getLong(1) : 0;
            }
        }
    }
}
