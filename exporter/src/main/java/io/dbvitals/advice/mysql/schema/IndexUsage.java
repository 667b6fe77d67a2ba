package io.dbvitals.advice.mysql.schema;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.SqlServer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The indexes that nothing has read or written by since the server's start, from
 * {@code performance_schema.table_io_waits_summary_by_index_usage}: of tables that were used at all.
 *
 * @param unused as {@code schema.table.index}
 * @param unavailable why that cannot be said
 */
public record IndexUsage(Set<String> unused, Optional<String> unavailable) {
    private static final String SQL = """
            SELECT concat(w.OBJECT_SCHEMA, '.', w.OBJECT_NAME, '.', w.INDEX_NAME)
              FROM performance_schema.table_io_waits_summary_by_index_usage w
             WHERE w.INDEX_NAME IS NOT NULL AND w.COUNT_STAR = 0
               AND w.OBJECT_SCHEMA NOT IN ('mysql', 'sys', 'performance_schema', 'information_schema')""";

    private static final String INSTRUMENT = """
            SELECT count(*) FROM performance_schema.setup_instruments i
             WHERE i.NAME = 'wait/io/table/sql/handler' AND i.ENABLED = 'YES'""";

    private static final String LOST = "SHOW GLOBAL STATUS LIKE 'Performance_schema_%ndex_stat_lost'";

    public IndexUsage {
        unused = Set.copyOf(unused);
    }

    /**
     * What the server knows.
     *
     * @param up how long it has been running
     * @param enough after so long what was never used is thought unused
     */
    static IndexUsage read(SqlServer server, Duration up, Duration enough, Deadline deadline)
            throws CollectException, InterruptedException {
        if (up.compareTo(enough) < 0) {
            return unavailable("uses are counted since the server's start " + up.toDays() + " days ago; "
                    + enough.toDays() + " days have to have passed");
        }
        if (server.read(statement(INSTRUMENT), deadline, rows -> rows.next() && rows.number(0) == 0)) {
            return unavailable("the instrument wait/io/table/sql/handler is off");
        }
        if (server.read(statement(LOST), deadline, rows -> rows.next() && rows.number(1) > 0)) {
            return unavailable("the server lost some of their counters; raise performance_schema_max_index_stat");
        }
        return server.read(statement(SQL), deadline, rows -> {
            Set<String> unused = new HashSet<>();
            while (rows.next()) {
                unused.add(rows.text(0));
            }
            return new IndexUsage(unused, Optional.empty());
        });
    }

    private static IndexUsage unavailable(String why) {
        return new IndexUsage(Set.of(), Optional.of("unused indexes: " + why));
    }

    private static SqlServer.Statement statement(String sql) {
        return new SqlServer.Statement("use of indexes", "", sql, Duration.ofSeconds(10), 0);
    }
}
