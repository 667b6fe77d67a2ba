package io.dbvitals.guard.postgres;

import io.dbvitals.guard.session.Doors;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import io.dbvitals.sql.Control;
import io.dbvitals.sql.Rows;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection limit of each database, from {@code pg_database}. It is the owner's to change, or a function's that a superuser made
 * for it; it binds all but superusers, ourselves too. So one database stays open: by it a limit is put back after a crash.
 */
final class PostgresDoors implements Doors {
    private static final Logger logger = LoggerFactory.getLogger(PostgresDoors.class);

    /** A function of that name is trusted only if a superuser made it. */
    private static final String HAS_FUNCTION = """
            SELECT EXISTS (SELECT FROM pg_catalog.pg_proc p
                             JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
                             JOIN pg_catalog.pg_roles r ON r.oid = p.proowner
                            WHERE n.nspname = 'dbvitals' AND p.proname = 'set_connection_limit'
                              AND pg_catalog.oidvectortypes(p.proargtypes) = 'name, integer'
                              AND p.prosecdef AND r.rolsuper
                              AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')
                              AND pg_catalog.has_function_privilege(p.oid, 'EXECUTE'))""";

    private static final String KEPT =
            "kept open: it is the only way back in for the monitoring role, should the guard be killed";

    private static final String KEPT_WHILE_FULL =
            "kept open: on a full server it cannot be tried whether the monitoring role comes back in by another"
                    + " database, should the guard be killed";

    private static final String DATABASES = """
            SELECT d.datname::pg_catalog.text, d.datconnlimit, pg_catalog.pg_has_role(d.datdba, 'USAGE'),
                   pg_catalog.pg_get_userbyid(d.datdba)::pg_catalog.text, current_user::pg_catalog.text,
                   pg_catalog.pg_is_in_recovery()
              FROM pg_catalog.pg_database d WHERE d.datallowconn AND d.datconnlimit >= -1 ORDER BY d.datname""";

    /** What a role may connect to, as far as the catalogue knows. */
    private static final String ENTERED = """
            SELECT EXISTS (SELECT FROM pg_catalog.pg_database d
                            WHERE d.datname = ?::pg_catalog.text AND d.datallowconn AND d.datconnlimit <> 0
                              AND pg_catalog.has_database_privilege(d.oid, 'CONNECT'))""";

    private static final String OWNED = """
            SELECT pg_catalog.pg_has_role(d.datdba, 'USAGE'), pg_catalog.quote_ident(d.datname::pg_catalog.text)
              FROM pg_catalog.pg_database d WHERE d.datname = ?::pg_catalog.text""";

    private static final String BY_FUNCTION =
            "SELECT dbvitals.set_connection_limit(?::pg_catalog.text::pg_catalog.name, ?::pg_catalog.int4)";

    private final String main;
    private final Ways.Opening connection;
    private final Ways ways;

    /** Ways by which it came in before, and found what it needs. */
    private final Set<String> proven = new HashSet<>();

    /** {@code main}: the database that {@code connection} is to, unless another way had to be taken. */
    PostgresDoors(String main, Ways.Opening connection, Ways ways) {
        this.main = main;
        this.connection = connection;
        this.ways = ways;
    }

    Ways ways() {
        return ways;
    }

    @Override
    public String shut() {
        return "0";
    }

    @Override
    public List<Door> look() throws CollectException {
        Control control = connection.open();
        boolean function = hasFunction(control);
        Back back = back(control, function);
        return control.read(DATABASES, List.of(), rows -> {
            List<Door> doors = new ArrayList<>();
            while (rows.next()) {
                String name = rows.text(0);
                String hindrance = "";
                if (rows.number(5) == 1) {
                    hindrance = "the server is a standby: its limits are those of its primary";
                } else if (name.equals(back.database())) {
                    hindrance = back.why();
                } else if (rows.number(2) != 1 && !function) {
                    hindrance = "only the owner may change its connection limit: GRANT \"" + rows.text(3) + "\" TO \""
                            + rows.text(4) + "\", or create the function dbvitals.set_connection_limit";
                }
                doors.add(new Door(
                        name,
                        name,
                        String.valueOf((long) rows.number(1)),
                        Optional.of(hindrance).filter(text -> !text.isEmpty())));
            }
            return doors;
        });
    }

    /** Tries the ways back. */
    @Override
    public void learn() {
        try {
            Control control = connection.open();
            back(control, hasFunction(control));
        } catch (CollectException e) {
            logger.debug("what other ways in there are is not known: {}", e.getMessage());
        }
    }

    /** The database that stays open. */
    private record Back(String database, String why) {}

    private Back back(Control here, boolean function) {
        boolean full = false;
        for (String way : List.of(Ways.QUIET, Ways.USUAL)) {
            if (way.equals(main)) {
                continue;
            }
            try (Control control = ways.by(way)) {
                if (!function || hasFunction(control)) {
                    proven.add(way);
                    return new Back(way, KEPT);
                }
            } catch (CollectException e) {
                logger.debug("no way in by {}: {}", way, e.getMessage());
                full |= Ways.full(e);
                if (Ways.full(e) && (proven.contains(way) || (!function && entered(here, way)))) {
                    return new Back(way, KEPT);
                }
            }
        }
        return new Back(main, full ? KEPT_WHILE_FULL : KEPT);
    }

    /** Once there is room again. */
    private static boolean entered(Control control, String way) {
        try {
            return control.read(ENTERED, List.of(way), rows -> rows.next() && rows.number(0) == 1);
        } catch (CollectException e) {
            logger.debug("no way in by {}: {}", way, e.getMessage());
            return false;
        }
    }

    /** By another way where the one to the target's database is lost, or has no right to it. */
    @Override
    public void set(String door, String state) throws CollectException {
        CollectException failure;
        try {
            set(connection.open(), door, state);
            return;
        } catch (CollectException e) {
            failure = e;
        }
        for (String way : List.of(Ways.QUIET, Ways.USUAL)) {
            try (Control control = ways.by(way)) {
                set(control, door, state);
                return;
            } catch (CollectException e) {
                failure.addSuppressed(e);
            }
        }
        throw failure;
    }

    private static void set(Control control, String door, String state) throws CollectException {
        int limit = Integer.parseInt(state);
        Optional<String> owned = control.read(OWNED, List.of(door), rows -> {
            if (!rows.next()) {
                throw new CollectException(Reason.BAD_DATA, "there is no database \"" + door + "\" any more");
            }
            return rows.number(0) == 1 ? Optional.of(rows.text(1)) : Optional.empty();
        });
        if (owned.isPresent()) {
            control.run("ALTER DATABASE " + owned.get() + " CONNECTION LIMIT " + limit);
        } else if (hasFunction(control)) {
            control.read(BY_FUNCTION, List.of(door, limit), Rows::next);
        } else {
            throw new CollectException(
                    Reason.DENIED,
                    "the connection limit of \"" + door + "\" is its owner's to change, and there is no function"
                            + " dbvitals.set_connection_limit for it");
        }
    }

    private static boolean hasFunction(Control control) throws CollectException {
        return control.read(HAS_FUNCTION, List.of(), rows -> rows.next() && rows.number(0) == 1);
    }
}
