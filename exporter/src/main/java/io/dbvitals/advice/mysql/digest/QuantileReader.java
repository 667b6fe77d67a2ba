package io.dbvitals.advice.mysql.digest;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.SqlServer;
import java.util.HashMap;
import java.util.Map;

/** The time within which 99 of 100 runs of a statement ended, since the statistics began; MySQL 8 and newer. */
public final class QuantileReader {
    private static final String SQL = """
            SELECT coalesce(d.SCHEMA_NAME, ''), d.DIGEST, d.QUANTILE_99 FROM %s d WHERE d.DIGEST IS NOT NULL""".formatted(DigestTable.NAME);

    private QuantileReader() {}

    /** Seconds by the id of the statement; none where the server keeps no quantiles. */
    public static Map<String, Double> read(SqlServer server, DigestTable table, Deadline deadline)
            throws CollectException, InterruptedException {
        if (!table.has("QUANTILE_99")) {
            return Map.of();
        }
        return server.read(DigestTable.statement("quantiles", SQL), deadline, rows -> {
            Map<String, Double> seconds = new HashMap<>();
            while (rows.next()) {
                double value = rows.number(2);
                if (!Double.isNaN(value)) {
                    seconds.put(DigestReader.id(rows.text(0), rows.text(1)), value / Counters.PICO);
                }
            }
            return seconds;
        });
    }
}
