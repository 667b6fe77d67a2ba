package io.dbvitals.cli.guard;

import static org.awaitility.Awaitility.await;

import java.time.Duration;

/** Tables that take long to vacuum, because the server sleeps on every page. */
final class Vacuumed {
    private static final String WORKER = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'autovacuum worker'"
            + " AND query LIKE '%public.swollen%' AND query_start < clock_timestamp() - interval '1100 ms'";

    private Vacuumed() {}

    /** An autovacuum worker that is at it for more than a second; the server looks for work every second. */
    static long worker(GuardStand stand) {
        stand.server.execute(
                "CREATE TABLE swollen (id int, filling text) WITH (fillfactor = 10, autovacuum_vacuum_threshold = 1,"
                        + " autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_cost_delay = 100,"
                        + " autovacuum_vacuum_cost_limit = 1)",
                "INSERT INTO swollen SELECT g, repeat('x', 500) FROM generate_series(1, 2000) g",
                "DELETE FROM swollen WHERE id % 2 = 0");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !stand.server.ask(WORKER).isEmpty());
        return Long.parseLong(stand.server.ask(WORKER));
    }

    /** A table of {@code app}, for a VACUUM of its own. */
    static void table(GuardStand stand) {
        stand.server.execute(
                "CREATE TABLE bloated (id int, filling text) WITH (fillfactor = 10, autovacuum_enabled = off)",
                "ALTER TABLE bloated OWNER TO app",
                "INSERT INTO bloated SELECT g, repeat('x', 500) FROM generate_series(1, 2000) g",
                "DELETE FROM bloated WHERE id % 2 = 0");
    }
}
