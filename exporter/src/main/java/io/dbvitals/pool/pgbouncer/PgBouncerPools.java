package io.dbvitals.pool.pgbouncer;

import io.dbvitals.pool.PoolUse;
import io.dbvitals.pool.pgbouncer.Shown.Row;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.SqlServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The pools of a PgBouncer 1.8 or newer, from {@code SHOW POOLS}, {@code DATABASES}, {@code STATS}, {@code LISTS} and {@code CONFIG}. A
 * user of {@code stats_users} is enough.
 */
public final class PgBouncerPools {
    /** More are not looked for on the server. */
    private static final int MOST_PIDS = 1000;

    private final Shown shown;
    private final String console;

    /** Does no I/O. */
    public PgBouncerPools(SqlServer server) {
        this.shown = new Shown(server);
        this.console = server.mainDatabase();
    }

    /**
     * All pools, without that of the console.
     *
     * @param clients connected to the pooler
     * @param maxClients that it takes
     */
    public record Pools(int clients, int maxClients, List<PoolUse> pools) {
        public Pools {
            pools = List.copyOf(pools);
        }
    }

    public Pools read(Deadline deadline) throws CollectException, InterruptedException {
        Map<String, String> settings = new HashMap<>();
        shown.rows("CONFIG", deadline).forEach(row -> settings.put(row.text("key"), row.text("value")));
        Map<String, Double> lists = new HashMap<>();
        shown.rows("LISTS", deadline).forEach(row -> lists.put(row.text("list"), row.number("items")));
        Map<String, Double> ratios = new HashMap<>();
        shown.rows("STATS", deadline).forEach(row -> ratios.put(row.text("database"), inTransaction(row)));
        Map<String, Row> databases = new HashMap<>();
        shown.rows("DATABASES", deadline).forEach(row -> databases.put(row.text("name"), row));
        List<PoolUse> pools = new ArrayList<>();
        for (Row row : shown.rows("POOLS", deadline)) {
            String database = row.text("database");
            if (!database.equals(console)) {
                Row of = databases.getOrDefault(database, Row.NONE);
                pools.add(pool(row, of, settings, ratios.getOrDefault(database, Double.NaN)));
            }
        }
        return new Pools(
                lists.getOrDefault("used_clients", 0.0).intValue(), number(settings, "max_client_conn"), pools);
    }

    /** The server's process ids of the connections that a pool has checked out, as the server told the pooler. */
    public List<Integer> pids(PoolUse pool, Deadline deadline) throws CollectException, InterruptedException {
        return shown.rows("SERVERS", deadline).stream()
                .filter(row -> row.text("database").equals(pool.database())
                        && row.text("user").equals(pool.user())
                        && row.text("state").equals("active"))
                .map(row -> row.count("remote_pid"))
                .filter(pid -> pid > 0)
                .limit(MOST_PIDS)
                .toList();
    }

    private static PoolUse pool(Row row, Row database, Map<String, String> settings, double inTransaction) {
        return new PoolUse(
                row.text("database"),
                row.text("user"),
                row.text("pool_mode"),
                database.has("pool_size") ? database.count("pool_size") : number(settings, "default_pool_size"),
                // The name of the column, and below those for connections that cancel a query, depend on the version.
                database.count("reserve_pool") + database.count("reserve_pool_size"),
                row.count("sv_active") + row.count("sv_active_cancel") + row.count("sv_being_canceled"),
                row.count("sv_idle") + row.count("sv_used"),
                row.count("sv_tested") + row.count("sv_login"),
                row.count("cl_active"),
                row.count("cl_waiting"),
                Duration.ofSeconds(row.count("maxwait")).plusNanos(row.count("maxwait_us") * 1000L),
                new PoolUse.Place(
                        database.text("host"),
                        database.count("port"),
                        database.has("max_connections")
                                ? database.count("max_connections")
                                : number(settings, "max_db_connections"),
                        database.count("current_connections"),
                        database.count("paused") == 1,
                        database.count("disabled") == 1,
                        inTransaction));
    }

    /** Over the last period of the statistics, a minute; NaN where no statement ended in it. */
    private static double inTransaction(Row row) {
        double queries = row.number("avg_query_count") * row.number("avg_query_time");
        return queries > 0 ? row.number("avg_xact_count") * row.number("avg_xact_time") / queries : Double.NaN;
    }

    private static int number(Map<String, String> settings, String name) {
        String text = settings.getOrDefault(name, "");
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
    }
}
