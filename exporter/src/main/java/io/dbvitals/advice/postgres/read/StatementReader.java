package io.dbvitals.advice.postgres.read;

import io.dbvitals.advice.Snapshot;
import io.dbvitals.advice.Statement;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Reason;
import io.dbvitals.sql.Rows;
import io.dbvitals.sql.SqlServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads the counters of all databases' statements from pg_stat_statements; times in seconds. */
public final class StatementReader {
    /** What the monitoring user runs on catalogs is its own reading; the rest may be an application with the same user. */
    private static final String SQL = """
            /* dbvitals advice */ SELECT d.datname::pg_catalog.text, COALESCE(r.rolname::pg_catalog.text, s.userid::pg_catalog.text),
                   s.queryid::pg_catalog.text, @toplevel@, pg_catalog.left(s.query, 20001), @life@, @counters@
              FROM @schema@.pg_stat_statements(true) s
              JOIN pg_catalog.pg_database d ON d.oid = s.dbid
              LEFT JOIN pg_catalog.pg_roles r ON r.oid = s.userid
             WHERE s.queryid IS NOT NULL
               AND NOT (r.rolname = CURRENT_USER
                        AND s.query ~* 'pg_catalog\\.|pg_stat_statements|/\\* dbvitals|^\\s*(explain|deallocate|prepare|set|show|begin|rollback)\\M')
             UNION ALL SELECT '', '', '', true, 'hidden', '', @none@ WHERE EXISTS
                   (SELECT FROM @schema@.pg_stat_statements(false) WHERE queryid IS NULL)""";

    private static final String SERVER = """
            SELECT pg_catalog.clock_timestamp(), pg_catalog.pg_postmaster_start_time()::pg_catalog.text, @reset@, @forgotten@,
                   d.datname::pg_catalog.text, d.xact_commit + d.xact_rollback, d.xact_rollback
              FROM pg_catalog.pg_stat_database d
             WHERE d.datname IS NOT NULL""";

    /** Longer texts are cut, and not planned. */
    private static final int LONGEST_TEXT = 20_000;

    private static final int FIRST_COUNTER = 6;
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final SqlServer server;
    private final Extension extension;

    StatementReader(SqlServer server, Extension extension) {
        this.server = server;
        this.extension = extension;
    }

    /** Looks for the extension in the databases, the target's own first. */
    public static StatementReader in(SqlServer server, List<String> databases, Deadline deadline)
            throws CollectException, InterruptedException {
        return new StatementReader(server, Extension.find(server, databases, deadline));
    }

    public Extension extension() {
        return extension;
    }

    /** What is counted now. */
    public Snapshot read(Deadline deadline) throws CollectException, InterruptedException {
        List<Counters.Counter> counters = Counters.of(extension.minor());
        List<Statement> statements = server.read(
                statement(SQL.replace(
                                "@counters@",
                                counters.stream()
                                        .map(counter -> counter.expression() + " AS " + counter.name())
                                        .collect(Collectors.joining(", ")))
                        .replace("@none@", counters.stream().map(each -> "0").collect(Collectors.joining(", ")))
                        .replace("@toplevel@", extension.minor() >= 9 ? "s.toplevel" : "true")
                        .replace("@life@", extension.minor() >= 11 ? "s.stats_since::pg_catalog.text" : "''")),
                deadline,
                rows -> statements(rows, counters));
        String info = "FROM " + extension.schema() + ".pg_stat_statements_info())";
        return server.read(
                statement(SERVER.replace("@reset@", extension.minor() >= 9 ? "(SELECT stats_reset " + info : "NULL")
                        .replace("@forgotten@", extension.minor() >= 9 ? "(SELECT dealloc " + info : "NULL")),
                deadline,
                rows -> snapshot(rows, statements));
    }

    private SqlServer.Statement statement(String sql) {
        return new SqlServer.Statement(
                "advice", extension.database(), sql.replace("@schema@", extension.schema()), TIMEOUT, 0);
    }

    private static List<Statement> statements(Rows rows, List<Counters.Counter> counters) throws CollectException {
        List<Statement> statements = new ArrayList<>();
        while (rows.next()) {
            String text = rows.text(4);
            if (text.equals("hidden") && rows.text(2).isEmpty()) {
                throw new CollectException(
                        Reason.DENIED,
                        "pg_stat_statements hides the statements of other roles;"
                                + " GRANT pg_monitor (or pg_read_all_stats) TO the monitoring user");
            }
            Map<String, Double> counted = new HashMap<>();
            for (int i = 0; i < counters.size(); i++) {
                double value = rows.number(FIRST_COUNTER + i);
                counted.put(counters.get(i).name(), Double.isFinite(value) ? value : 0);
            }
            boolean nested = rows.number(3) == 0;
            statements.add(new Statement(
                    rows.text(0) + "/" + rows.text(1) + "/" + rows.text(2) + (nested ? "/nested" : ""),
                    rows.text(0),
                    rows.text(1),
                    text.length() > LONGEST_TEXT ? text.substring(0, LONGEST_TEXT) + ";" : text,
                    rows.text(5),
                    counted));
        }
        return statements;
    }

    private static Snapshot snapshot(Rows rows, List<Statement> statements) throws CollectException {
        Map<String, Double> counted = new HashMap<>();
        Instant at = Instant.EPOCH;
        String life = "";
        Optional<Instant> since = Optional.empty();
        while (rows.next()) {
            at = instant(rows.number(0));
            double reset = rows.number(2);
            since = rows.wasNull() ? Optional.empty() : Optional.of(instant(reset));
            life = rows.text(1) + " " + since.map(Instant::toString).orElse("");
            double forgotten = rows.number(3);
            if (!rows.wasNull()) {
                counted.put(Counters.FORGOTTEN, forgotten);
            }
            counted.put(Counters.TRANSACTIONS + rows.text(4), rows.number(5));
            counted.put(Counters.ROLLBACKS + rows.text(4), rows.number(6));
        }
        return new Snapshot(at, life, since, statements, counted);
    }

    private static Instant instant(double seconds) {
        return Instant.ofEpochMilli(Math.round(seconds * 1000));
    }
}
