package io.dbvitals.app.validate.check;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.Rows;
import java.util.Optional;

/** How many connections an application can still open: of those that are not reserved for superusers, and without our own. */
public final class ConnectionsCheck {
    private static final String NAME = "connections";

    /** Who has no pg_monitor sees of others only that they are there. */
    private static final String POSTGRES = """
            SELECT s.most, s.most - s.reserved - (
                       SELECT pg_catalog.count(*) FROM pg_catalog.pg_stat_activity a
                        WHERE a.pid <> pg_catalog.pg_backend_pid()
                          AND (a.backend_type = 'client backend' OR (a.backend_type IS NULL AND a.datid IS NOT NULL)))
              FROM (SELECT pg_catalog.current_setting('max_connections')::pg_catalog.int4 AS most,
                           pg_catalog.current_setting('superuser_reserved_connections')::pg_catalog.int4
                           + coalesce(pg_catalog.current_setting('reserved_connections', true)::pg_catalog.int4, 0)
                               AS reserved) s""";

    private static final String MYSQL_MOST = "SELECT @@global.max_connections";
    private static final String MYSQL_USED = "SHOW GLOBAL STATUS LIKE 'Threads_connected'";
    private static final double USUAL_RATIO = 0.1;

    private ConnectionsCheck() {}

    private record Room(long most, long free) {}

    /** {@code least} is required; where it is empty, less than a tenth gives a warning. */
    public static Check of(Asked asked, Optional<Integer> least) throws InterruptedException {
        Room room;
        try {
            room = asked.postgres() ? asked.read(NAME, POSTGRES, ConnectionsCheck::room) : mysql(asked);
        } catch (CollectException e) {
            return Check.unknown(NAME, e);
        }
        String reason = Math.max(0, room.free()) + " of " + room.most() + " connections are free";
        String remedy = "see who holds them, raise max_connections, or put a pooler in between";
        if (least.isPresent()) {
            return room.free() >= least.get()
                    ? Check.passed(NAME, reason)
                    : new Check(NAME, Result.FAILED, reason + "; " + least.get() + " are wanted", remedy);
        }
        return room.free() >= room.most() * USUAL_RATIO
                ? Check.passed(NAME, reason)
                : new Check(NAME, Result.WARNING, reason + ", less than 10 %", remedy);
    }

    private static Room mysql(Asked asked) throws CollectException, InterruptedException {
        long most = asked.read(NAME, MYSQL_MOST, rows -> rows.next() ? (long) rows.number(0) : 0);
        long used = asked.read(NAME, MYSQL_USED, rows -> rows.next() ? Long.parseLong(rows.text(1)) : 0);
        return new Room(most, most - used + 1);
    }

    private static Room room(Rows rows) throws CollectException {
        return rows.next() ? new Room((long) rows.number(0), (long) rows.number(1)) : new Room(0, 0);
    }
}
