package io.dbvitals.app.check;

import io.dbvitals.app.check.service.Quantity;
import io.dbvitals.app.check.service.Service;
import io.dbvitals.app.check.service.Source;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Reason;
import io.dbvitals.sql.Rows;
import io.dbvitals.sql.SqlServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads a service on the console of a PgBouncer. */
final class PoolerReading {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final SqlServer server;
    private final Deadline deadline;

    PoolerReading(SqlServer server, Deadline deadline) {
        this.server = server;
        this.deadline = deadline;
    }

    List<Measure> run(Service service) throws CollectException, InterruptedException {
        if (service.source() instanceof Source.Pools pools) {
            return show("SHOW POOLS", rows -> pools(service.quantity(), pools.column(), rows));
        }
        double used = named("SHOW LISTS", "used_clients");
        double most = named("SHOW CONFIG", "max_client_conn");
        return List.of(new Measure("clients", used, Quantity.NUMBER, Optional.of(most), true, Optional.empty(), ""));
    }

    /** The console's own pool is none. */
    private List<Measure> pools(Quantity quantity, String column, Rows rows) throws CollectException {
        List<Measure> measures = new ArrayList<>();
        while (rows.next()) {
            String database = rows.text(column(rows, "database"));
            if (!database.equals(server.mainDatabase())) {
                double value = rows.number(column(rows, column));
                if (column.equals("maxwait")) {
                    value += rows.number(column(rows, "maxwait_us")) / 1e6;
                }
                measures.add(Measure.of(database + "." + rows.text(column(rows, "user")), value, quantity));
            }
        }
        return measures;
    }

    private double named(String command, String name) throws CollectException, InterruptedException {
        return show(command, rows -> {
            while (rows.next()) {
                if (rows.text(0).equals(name)) {
                    return rows.number(1);
                }
            }
            throw new CollectException(Reason.UNSUPPORTED, command + " has no " + name);
        });
    }

    private <T> T show(String command, SqlServer.RowReader<T> reader) throws CollectException, InterruptedException {
        return server.read(
                new SqlServer.Statement(command, server.mainDatabase(), command, TIMEOUT, 0), deadline, reader);
    }

    private static int column(Rows rows, String name) throws CollectException {
        for (int i = 0; i < rows.columnCount(); i++) {
            if (rows.columnName(i).equals(name)) {
                return i;
            }
        }
        throw new CollectException(Reason.UNSUPPORTED, "SHOW POOLS has no column " + name);
    }
}
