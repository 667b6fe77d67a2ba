package io.dbvitals.sql.mysql;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import io.dbvitals.sql.Engine;
import io.dbvitals.sql.Rows;
import io.dbvitals.sql.ServerFacts;
import io.dbvitals.sql.SqlServer;
import io.dbvitals.sql.jdbc.Session;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks a server what it is. Three statements: version and databases; how long it has been up; its replication channels. Whether a
 * server follows another is not written anywhere else that every version has and a monitoring user may read.
 */
final class FactsReader {
    private static final String VERSION =
            "SELECT VERSION(), @@global.read_only, UNIX_TIMESTAMP(), schema_name FROM information_schema.schemata";
    private static final String UPTIME = "SHOW GLOBAL STATUS LIKE 'Uptime'";
    private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)*");

    /** Uptime and clock are whole seconds, and clocks are corrected: a start within so much of the last one is the same start. */
    private static final long SAME_START_SECONDS = 5;

    /** How long a refusal to show replication holds; asking on would only fill the server's error counters. */
    private static final long REFUSED_NANOS = Duration.ofMinutes(10).toNanos();

    private final String database;
    private Instant lastStart = Instant.EPOCH;
    private boolean refused;
    private long refusedAtNanos;

    FactsReader(String database) {
        this.database = database;
    }

    private record About(String version, boolean readOnly, long now, List<String> databases) {}

    ServerFacts read(Session session, Duration timeout) throws SQLException, CollectException {
        About about = session.read(statement("server facts", VERSION), timeout, FactsReader::about);
        long uptime = session.read(
                statement("uptime", UPTIME), timeout, rows -> rows.next() ? Long.parseLong(rows.text(1)) : 0);
        boolean mariaDb = about.version().contains("MariaDB");
        Matcher number = NUMBER.matcher(about.version());
        String version = number.find() ? number.group() : "0";
        return new ServerFacts(
                mariaDb ? Engine.MARIADB : Engine.MYSQL,
                version,
                about.readOnly() || follows(session, timeout, showReplication(mariaDb, version)),
                start(Instant.ofEpochSecond(about.now() - uptime)),
                about.databases());
    }

    private static About about(Rows rows) throws CollectException {
        List<String> databases = new ArrayList<>();
        String version = "";
        boolean readOnly = false;
        long now = 0;
        while (rows.next()) {
            version = rows.text(0);
            // MariaDB 12 writes ON, OFF and kinds of ON; all others 1 and 0.
            readOnly = !List.of("0", "OFF").contains(rows.text(1));
            now = (long) rows.number(2);
            databases.add(rows.text(3));
        }
        if (databases.isEmpty()) {
            throw new CollectException(Reason.BAD_DATA, "the server names no database, not even information_schema");
        }
        return new About(version, readOnly, now, databases);
    }

    private static String showReplication(boolean mariaDb, String version) {
        return mariaDb
                ? "SHOW ALL SLAVES STATUS"
                : version.matches("5\\..*|8\\.0\\.([01]?\\d|2[01])") ? "SHOW SLAVE STATUS" : "SHOW REPLICA STATUS";
    }

    private synchronized boolean follows(Session session, Duration timeout, String show)
            throws SQLException, CollectException {
        if (refused && System.nanoTime() - refusedAtNanos < REFUSED_NANOS) {
            return false;
        }
        try {
            boolean follows = session.read(statement("replication", show), timeout, Rows::next);
            refused = false;
            return follows;
        } catch (SQLException e) {
            // The collector of the replication status says which grant is missing.
            if (e.getErrorCode() != 1227) {
                throw e;
            }
            refused = true;
            refusedAtNanos = System.nanoTime();
            return false;
        }
    }

    /** Facts that differ make queries be planned anew, so that the start must not waver. */
    private synchronized Instant start(Instant now) {
        if (Duration.between(lastStart, now).abs().toSeconds() > SAME_START_SECONDS) {
            lastStart = now;
        }
        return lastStart;
    }

    private SqlServer.Statement statement(String name, String sql) {
        return new SqlServer.Statement(name, database, "/* dbvitals facts */ " + sql, Duration.ofSeconds(2), 0);
    }
}
