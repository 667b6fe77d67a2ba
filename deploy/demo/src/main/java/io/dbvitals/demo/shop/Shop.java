package io.dbvitals.demo.shop;

import io.dbvitals.demo.DemoException;
import io.dbvitals.demo.Postgres;

/** The schema of a small shop, with some thousand rows. */
final class Shop {
    static final String DATABASE = "shop";
    static final int CUSTOMERS = 5_000;
    static final int PRODUCTS = 500;

    private static final String[] TABLES = {
        """
        CREATE TABLE customers (
            id bigserial PRIMARY KEY,
            email text NOT NULL UNIQUE,
            name text NOT NULL,
            created timestamptz NOT NULL DEFAULT now())
        """,
        """
        CREATE TABLE products (
            id bigserial PRIMARY KEY,
            name text NOT NULL,
            price numeric(10, 2) NOT NULL,
            stock int NOT NULL)
        """,
        """
        CREATE TABLE orders (
            id bigserial PRIMARY KEY,
            customer_id bigint NOT NULL REFERENCES customers,
            state text NOT NULL DEFAULT 'new',
            placed timestamptz NOT NULL DEFAULT now())
        """,
        "CREATE INDEX orders_customer ON orders (customer_id)",
        // Never used, so that the panel of unused indexes has something to show.
        "CREATE INDEX orders_state_placed ON orders (state, placed)",
        """
        CREATE TABLE items (
            order_id bigint NOT NULL REFERENCES orders ON DELETE CASCADE,
            product_id bigint NOT NULL REFERENCES products,
            quantity int NOT NULL,
            PRIMARY KEY (order_id, product_id))
        """,
        """
        CREATE FUNCTION order_total(wanted bigint) RETURNS numeric LANGUAGE plpgsql STABLE AS $$
        BEGIN
            RETURN (SELECT sum(i.quantity * p.price) FROM items i JOIN products p ON p.id = i.product_id
                     WHERE i.order_id = wanted);
        END $$
        """,
    };

    private static final String[] ROWS = {
        "INSERT INTO customers (email, name) SELECT 'c' || i || '@example.org', md5(i::text)"
                + " FROM generate_series(1, " + CUSTOMERS + ") i",
        "INSERT INTO products (name, price, stock) SELECT 'product ' || i, 1 + i % 90, 1000000"
                + " FROM generate_series(1, " + PRODUCTS + ") i",
        "INSERT INTO orders (customer_id, state, placed) SELECT 1 + i % " + CUSTOMERS
                + ", 'sent', now() - i * interval '1 minute' FROM generate_series(1, 20000) i",
        "INSERT INTO items SELECT o, 1 + (o * 7 + k) % " + PRODUCTS + ", k"
                + " FROM generate_series(1, 20000) o, generate_series(1, 3) k",
        "ANALYZE",
    };

    private Shop() {}

    static void create(Postgres postgres) throws DemoException {
        postgres.run("postgres", "CREATE DATABASE " + DATABASE);
        postgres.run(DATABASE, TABLES);
        postgres.run(DATABASE, ROWS);
    }
}
