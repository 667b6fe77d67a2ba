package io.dbvitals.query;

import io.dbvitals.query.predicate.Answers;
import io.dbvitals.query.rows.RowMapper;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Collector;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.Rows;
import io.dbvitals.sql.SqlServer;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.time.Duration;
import java.util.List;

/** Runs one query in one database. */
final class QueryCollector implements Collector {
    private static final Duration LONGEST_WAIT_FOR_A_CONNECTION = Duration.ofSeconds(10);

    /** Also where a file sets no limit: more than a page could hold, and less than the memory. */
    private static final int MOST_ROWS = 1_000_000;

    private final String name;
    private final Query query;
    private final String database;
    private final String sql;
    private final SqlServer server;
    private final RowMapper mapper;
    private final Answers answers;

    QueryCollector(String name, Planned planned, SqlServer server, RowMapper mapper, Answers answers) {
        this.name = name;
        this.query = planned.query();
        this.database = planned.database();
        this.sql = comment(query.id()) + planned.sql();
        this.server = server;
        this.mapper = mapper;
        this.answers = answers;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<MetricSnapshot> collect(Deadline deadline) throws CollectException, InterruptedException {
        // What may be served later may also finish later than the scrape that started it, unless it would keep the only
        // connection, by which the next scrape asks whether the server is up.
        boolean keepable = server.maxConnections() > 1
                && (!query.ttl().isZero() || !query.staleFor().isZero());
        Deadline own = keepable ? Deadline.after(LONGEST_WAIT_FOR_A_CONNECTION.plus(query.timeout())) : deadline;
        for (Requires.Predicate predicate : query.requires().predicates()) {
            if (!holds(predicate, own)) {
                return List.of();
            }
        }
        int maxRows = Math.min(query.limit().rows(), MOST_ROWS) + 1;
        return server.read(statement(name, sql, own, maxRows), own, mapper::map);
    }

    private SqlServer.Statement statement(String what, String text, Deadline until, int maxRows) {
        Duration left = until.remaining();
        Duration timeout = query.timeout().isZero() || query.timeout().compareTo(left) > 0 ? left : query.timeout();
        return new SqlServer.Statement(
                what,
                database,
                text,
                timeout.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : timeout,
                maxRows);
    }

    private boolean holds(Requires.Predicate predicate, Deadline until) throws CollectException, InterruptedException {
        String what = name + ", predicate " + predicate.name();
        return answers.holds(
                new Answers.Asked(database, predicate.sql()),
                predicate.ttl(),
                until,
                () -> server.read(
                        statement(what, comment(query.id()) + predicate.sql(), until, 2), until, QueryCollector::yes));
    }

    private static boolean yes(Rows rows) throws CollectException {
        if (!rows.next()) {
            return false;
        }
        double value = rows.number(0);
        return !rows.wasNull() && value != 0;
    }

    /** Tells a DBA who reads pg_stat_activity whose query this is. */
    private static String comment(String id) {
        return "/* dbvitals " + id.replaceAll("[^A-Za-z0-9_.:-]", "") + " */ ";
    }
}
