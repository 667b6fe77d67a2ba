package io.dbvitals.diagnosis.errors;

import static io.dbvitals.diagnosis.Step.AUTHENTICATION;
import static io.dbvitals.diagnosis.Step.DATABASE;
import static io.dbvitals.diagnosis.Step.PRIVILEGES;
import static io.dbvitals.diagnosis.Step.QUERY;

import io.dbvitals.diagnosis.Fault;
import io.dbvitals.diagnosis.Finding;
import io.dbvitals.diagnosis.State;
import io.dbvitals.diagnosis.Step;
import io.dbvitals.diagnosis.errors.ErrorTable.Names;
import io.dbvitals.diagnosis.errors.ErrorTable.Row;
import io.dbvitals.scrape.CollectException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The SQLSTATEs that a PostgreSQL server refuses a monitoring session with. */
public final class PostgresStates {
    private static final String WAIT = "wait until recovery is done; the server's log says how far it is";
    private static final String GUARD_ROOM =
            "see who holds them: SELECT usename, application_name, state, count(*) FROM pg_stat_activity GROUP BY 1, 2, 3";

    public static final ErrorTable TABLE = new ErrorTable(List.of(
            Row.of(
                    "28P01",
                    AUTHENTICATION,
                    "check user and password of the target; a password file must hold the password alone",
                    "ALTER ROLE \"{user}\" PASSWORD '…'"),
            Row.of("28000", "not permitted to log in", AUTHENTICATION, "ALTER ROLE \"{user}\" LOGIN"),
            Row.of(
                    "28000",
                    "does not exist",
                    AUTHENTICATION,
                    "CREATE ROLE \"{user}\" LOGIN PASSWORD '…' IN ROLE pg_monitor"),
            Row.of(
                    "28000",
                    AUTHENTICATION,
                    "add a line to pg_hba.conf, above those that refuse: host \"{database}\" \"{user}\" samenet scram-sha-256;"
                            + " then SELECT pg_reload_conf()"),
            Row.of(
                    "3D000",
                    DATABASE,
                    "correct the database in the target's url; SELECT datname FROM pg_database lists them",
                    "CREATE DATABASE \"{database}\""),
            Row.of("42501", "for database", DATABASE, "GRANT CONNECT ON DATABASE \"{database}\" TO \"{user}\""),
            Row.of("42501", PRIVILEGES, "GRANT pg_monitor TO \"{user}\""),
            Row.of("55000", DATABASE, "ALTER DATABASE \"{database}\" ALLOW_CONNECTIONS true"),
            Row.of(
                    "53300",
                    "for role",
                    AUTHENTICATION,
                    "ALTER ROLE \"{user}\" CONNECTION LIMIT -1, or lower the target's max_connections"),
            Row.of("53300", "for database", DATABASE, "ALTER DATABASE \"{database}\" CONNECTION LIMIT -1", GUARD_ROOM),
            Row.of(
                    "53300",
                    AUTHENTICATION,
                    "raise max_connections in postgresql.conf and restart the server, or put PgBouncer before it",
                    GUARD_ROOM,
                    "PostgreSQL 16 and newer: GRANT pg_use_reserved_connections TO \"{user}\", with reserved_connections > 0"),
            Row.of("53200", AUTHENTICATION, "the server's machine is out of memory: lower max_connections or work_mem"),
            Row.of(
                    "57P03",
                    "hot standby mode is disabled",
                    AUTHENTICATION,
                    "set hot_standby = on on the standby and restart it, or read the primary only"),
            Row.of(
                    "57P03",
                    "not accepting connections",
                    AUTHENTICATION,
                    "set hot_standby = on on the standby and restart it, or read the primary only"),
            Row.of("57P03", "shutting down", AUTHENTICATION, "the server is being stopped; start it again"),
            Row.of("57P03", "not yet accepting", AUTHENTICATION, WAIT),
            Row.of("57P03", "recovery", AUTHENTICATION, WAIT),
            Row.of("57P03", AUTHENTICATION, WAIT, "a standby with hot_standby = off takes no sessions at all"),
            Row.of("57P01", AUTHENTICATION, "the session was ended by an administrator or a shutdown: try again"),
            Row.of("57P02", AUTHENTICATION, "a server process crashed, see the server's log; it comes back by itself"),
            Row.of(
                    "08P01",
                    "unsupported startup parameter",
                    AUTHENTICATION,
                    "this is a PgBouncer: add the parameter to ignore_startup_parameters in pgbouncer.ini, or read its"
                            + " console by a target of kind pgbouncer and the server by its own address"),
            Row.of(
                    "08P01",
                    "no such database",
                    DATABASE,
                    "this is a PgBouncer: name the database in its section [databases]"),
            Row.of(
                    "57014",
                    QUERY,
                    "raise statement_timeout of the target, or see what it waits for: SELECT pid, wait_event_type, wait_event"
                            + " FROM pg_stat_activity"),
            Row.of("55P03", QUERY, "a lock is held on what is read: dbvitals health-check shows who waits for whom")));

    private static final Pattern REFUSED =
            Pattern.compile("pg_hba\\.conf.* host \"([^\"]+)\", user \"([^\"]+)\", database \"([^\"]+)\"(?:, (.*))?");

    private PostgresStates() {}

    /** What the failure means. */
    public static Fault fault(CollectException e, Names names, Step tried) {
        String said = Causes.said(e);
        Matcher refused = REFUSED.matcher(said.replace('\n', ' '));
        if (e.code().equals("28000") && refused.find()) {
            return new Fault(
                    AUTHENTICATION,
                    new Finding(
                            State.ERROR,
                            e.code(),
                            said,
                            hba(refused, String.valueOf(refused.group(4)).contains("no encryption"))));
        }
        return Causes.fault(e, e.code(), TABLE, names, tried);
    }

    /** The line that lets that very connection in. */
    private static List<String> hba(Matcher refused, boolean plain) {
        String address = refused.group(1);
        String block = address.contains("/") ? address : address + (address.contains(":") ? "/128" : "/32");
        String line = "add to pg_hba.conf, above lines that refuse: " + (plain ? "host" : "hostssl") + " \""
                + refused.group(3) + "\" \"" + refused.group(2) + "\" " + block
                + " scram-sha-256; then SELECT pg_reload_conf()";
        return plain
                ? List.of(
                        line,
                        "where the server lets in encrypted connections only: sslmode=require in the target's url")
                : List.of(line);
    }
}
