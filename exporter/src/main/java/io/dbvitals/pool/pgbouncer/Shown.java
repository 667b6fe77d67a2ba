package io.dbvitals.pool.pgbouncer;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.NumberText;
import io.dbvitals.sql.SqlServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a console shows, by the names of columns: each version has others. */
final class Shown {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    private final SqlServer server;

    Shown(SqlServer server) {
        this.server = server;
    }

    /** Columns that a version does not have are empty, and 0. */
    record Row(Map<String, String> values) {
        static final Row NONE = new Row(Map.of());

        Row {
            values = Map.copyOf(values);
        }

        boolean has(String column) {
            return !text(column).isEmpty();
        }

        String text(String column) {
            return values.getOrDefault(column, "");
        }

        double number(String column) {
            try {
                return has(column) ? NumberText.parse(text(column), column) : 0;
            } catch (CollectException e) {
                return 0;
            }
        }

        int count(String column) {
            return (int) number(column);
        }
    }

    List<Row> rows(String what, Deadline deadline) throws CollectException, InterruptedException {
        return server.read(
                new SqlServer.Statement("SHOW " + what, server.mainDatabase(), "SHOW " + what, TIMEOUT, 0),
                deadline,
                rows -> {
                    List<Row> all = new ArrayList<>();
                    while (rows.next()) {
                        Map<String, String> values = new HashMap<>();
                        for (int i = 0; i < rows.columnCount(); i++) {
                            values.put(rows.columnName(i), rows.text(i));
                        }
                        all.add(new Row(values));
                    }
                    return all;
                });
    }
}
