package io.dbvitals.advice.mysql.digest;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Reason;
import io.dbvitals.sql.SqlServer;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/**
 * Which columns this server's {@code events_statements_summary_by_digest} has: MariaDB's counts no processor time and keeps neither
 * quantiles nor a sample of the text, and those of MySQL came with its versions.
 */
public record DigestTable(Set<String> columns) {
    /** Of the table. */
    public static final String NAME = "performance_schema.events_statements_summary_by_digest";

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** The consumer is asked for in a way that gives no row, not an error, where the schema is off. */
    private static final String STATE = """
            SELECT @@global.performance_schema,
                   (SELECT max(c.ENABLED) FROM performance_schema.setup_consumers c WHERE c.NAME = 'statements_digest'),
                   (SELECT max(i.ENABLED) FROM performance_schema.setup_instruments i WHERE i.NAME = 'statement/sql/select'),
                   @@global.performance_schema_digests_size""";

    private static final String COLUMNS = """
            SELECT upper(c.COLUMN_NAME) FROM information_schema.COLUMNS c
             WHERE c.TABLE_SCHEMA = 'performance_schema' AND c.TABLE_NAME = 'events_statements_summary_by_digest'""";

    public DigestTable {
        columns = Set.copyOf(columns);
    }

    /** Throws with the remedy where nothing is counted or the user may not read it. */
    static DigestTable read(SqlServer server, Deadline deadline) throws CollectException, InterruptedException {
        try {
            String remedy = server.read(statement("state", STATE), deadline, rows -> {
                rows.next();
                if (!rows.text(0).matches("1|ON")) {
                    return "performance_schema is off: nothing is counted of statements; put performance_schema = ON below"
                            + " [mysqld] in my.cnf and restart the server";
                }
                if (rows.number(3) == 0) {
                    return "performance_schema_digests_size is 0: no statements are told apart; take it out of my.cnf and"
                            + " restart the server";
                }
                if (rows.text(1).equals("NO")) {
                    return "the consumer statements_digest is off: UPDATE performance_schema.setup_consumers SET ENABLED ="
                            + " 'YES' WHERE NAME = 'statements_digest', and performance-schema-consumer-statements-digest"
                            + " = ON below [mysqld] in my.cnf";
                }
                return rows.text(2).equals("NO")
                        ? "the instruments of statements are off: UPDATE performance_schema.setup_instruments SET ENABLED ="
                                + " 'YES', TIMED = 'YES' WHERE NAME LIKE 'statement/%', and performance-schema-instrument ="
                                + " 'statement/%=ON' below [mysqld] in my.cnf"
                        : "";
            });
            if (!remedy.isEmpty()) {
                throw new CollectException(Reason.UNSUPPORTED, remedy);
            }
            return new DigestTable(server.read(statement("columns", COLUMNS), deadline, rows -> {
                Set<String> names = new HashSet<>();
                while (rows.next()) {
                    names.add(rows.text(0));
                }
                return names;
            }));
        } catch (CollectException e) {
            throw withGrant(e, server.user());
        }
    }

    /** A missing right is that on the schema. */
    static CollectException withGrant(CollectException e, String user) {
        return e.reason() == Reason.DENIED && !e.code().isEmpty()
                ? new CollectException(
                        Reason.DENIED,
                        e.code(),
                        e.getMessage() + ": GRANT SELECT ON performance_schema.* TO '" + user + "'@'%'",
                        e)
                : e;
    }

    /** One that reads {@code performance_schema}. */
    public static SqlServer.Statement statement(String name, String sql) {
        return new SqlServer.Statement("statements: " + name, "", sql, TIMEOUT, 0);
    }

    public boolean has(String column) {
        return columns.contains(column);
    }
}
