package io.dbvitals.demo.bench.system;

import io.dbvitals.demo.DemoException;
import io.dbvitals.demo.Postgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** A database of 300 tables with two indexes each, whose server has seen some 1,500 statements. */
final class Tables {
    static final String DATABASE = "app";
    static final int TABLES = 300;

    private Tables() {}

    /** Creates the database and says how many statements pg_stat_statements holds afterwards. */
    static long create(Postgres postgres) throws DemoException {
        postgres.run("postgres", "CREATE DATABASE " + DATABASE);
        try (Connection connection = postgres.connect(DATABASE);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE EXTENSION pg_stat_statements");
            for (int i = 0; i < TABLES; i++) {
                String table = "t" + i;
                statement.execute("CREATE TABLE " + table + " (id int PRIMARY KEY, a int, b text)");
                statement.execute("CREATE INDEX " + table + "_a ON " + table + " (a)");
                statement.execute(
                        "INSERT INTO " + table + " SELECT i, i % 50, md5(i::text) FROM generate_series(1, 500) i");
                statement.execute("SELECT count(*) FROM " + table + " WHERE a = 7");
                statement.execute("SELECT b FROM " + table + " WHERE id = 7");
            }
            statement.execute("VACUUM ANALYZE");
            // From here on, the server's CPU time is to be that of the scrapes.
            statement.execute("ALTER SYSTEM SET autovacuum = off");
            statement.execute("SELECT pg_reload_conf()");
            statement.execute("CHECKPOINT");
            try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM pg_stat_statements")) {
                rows.next();
                return rows.getLong(1);
            }
        } catch (SQLException e) {
            throw new DemoException("filling the database failed", e);
        }
    }
}
