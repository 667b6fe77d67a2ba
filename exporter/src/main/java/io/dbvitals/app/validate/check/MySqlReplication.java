package io.dbvitals.app.validate.check;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.Engine;
import io.dbvitals.sql.Rows;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Whether a MySQL or MariaDB replica has caught up, on each of its channels. A source does not know how far its replicas are. */
final class MySqlReplication {
    private MySqlReplication() {}

    static Check of(Asked asked, Duration maxLag) throws CollectException, InterruptedException {
        String version = asked.facts().version();
        String sql = asked.facts().engine() == Engine.MARIADB
                ? "SHOW ALL SLAVES STATUS"
                : version.matches("5\\..*|8\\.0\\.([01]?\\d|2[01])") ? "SHOW SLAVE STATUS" : "SHOW REPLICA STATUS";
        return asked.read(ReplicationCheck.NAME, sql, rows -> channels(rows, maxLag));
    }

    private static Check channels(Rows rows, Duration maxLag) throws CollectException {
        double worst = -1;
        while (rows.next()) {
            Map<String, String> row = new HashMap<>();
            for (int i = 0; i < rows.columnCount(); i++) {
                // Replica and source, as newer servers say, were slave and master.
                String column = rows.columnName(i).toLowerCase(Locale.ROOT).replace("replica", "slave");
                row.put(column.replace("source", "master"), rows.text(i));
            }
            boolean runs = "Yes".equals(row.get("slave_io_running")) && "Yes".equals(row.get("slave_sql_running"));
            String lag = row.getOrDefault("seconds_behind_master", "");
            if (!runs || lag.isEmpty()) {
                return new Check(
                        ReplicationCheck.NAME,
                        Result.FAILED,
                        "replication does not run: I/O " + row.getOrDefault("slave_io_running", "?") + ", SQL "
                                + row.getOrDefault("slave_sql_running", "?"),
                        "see Last_IO_Error and Last_SQL_Error, then START REPLICA");
            }
            worst = Math.max(worst, Double.parseDouble(lag));
        }
        return worst < 0
                ? new Check(
                        ReplicationCheck.NAME,
                        Result.UNKNOWN,
                        "this server follows none, and does not know how far its replicas are",
                        "make the replicas targets, and check those")
                : judge("replication runs", worst, maxLag);
    }

    static Check judge(String how, double lag, Duration maxLag) {
        String reason = how + ", "
                + (Double.isNaN(lag)
                        ? "it has replayed nothing yet"
                        : String.format(Locale.ROOT, "%.1f s behind", lag));
        return lag <= maxLag.toNanos() / 1e9
                ? Check.passed(ReplicationCheck.NAME, reason)
                : new Check(
                        ReplicationCheck.NAME,
                        Result.FAILED,
                        reason + "; at most " + seconds(maxLag) + " is allowed",
                        "wait until it has caught up, or see what it waits for");
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toNanos() / 1e9);
    }
}
