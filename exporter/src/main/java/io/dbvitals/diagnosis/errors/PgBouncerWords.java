package io.dbvitals.diagnosis.errors;

import static io.dbvitals.diagnosis.Step.AUTHENTICATION;
import static io.dbvitals.diagnosis.Step.DATABASE;
import static io.dbvitals.diagnosis.Step.PRIVILEGES;
import static io.dbvitals.diagnosis.Step.TLS;

import io.dbvitals.diagnosis.errors.ErrorTable.Row;
import java.util.List;

/** What PgBouncer refuses a session of its admin console with; by its words, as it has one SQLSTATE for nearly everything. */
public final class PgBouncerWords {
    private static final String STATS_USERS =
            "stats_users = {user} in pgbouncer.ini, besides those who are there; then RELOAD in the console";

    public static final ErrorTable TABLE = new ErrorTable(
            List.of(
                    Row.of("", "not allowed", PRIVILEGES, STATS_USERS),
                    Row.of("", "admin access needed", PRIVILEGES, STATS_USERS),
                    Row.of("", "ssl required", TLS, "sslmode=require in the target's url"),
                    Row.of(
                            "",
                            "no such database",
                            DATABASE,
                            "the database of the target's url must be the admin console's: {address}/pgbouncer"),
                    Row.of(
                            "3D000",
                            DATABASE,
                            "the database of the target's url must be the admin console's: {address}/pgbouncer"),
                    Row.of(
                            "",
                            "no more connections",
                            AUTHENTICATION,
                            "raise max_client_conn in pgbouncer.ini and restart it"),
                    Row.of(
                            "",
                            "no such user",
                            AUTHENTICATION,
                            "add \"{user}\" with its password to the file of auth_file; then RELOAD in the console"),
                    Row.of(
                            "",
                            "auth",
                            AUTHENTICATION,
                            "check user and password of the target against the file of auth_file; it must hold \"{user}\""),
                    Row.of(
                            "",
                            "password",
                            AUTHENTICATION,
                            "check user and password of the target against the file of auth_file; it must hold \"{user}\""),
                    Row.of(
                            "",
                            "login rejected",
                            AUTHENTICATION,
                            "allow \"{user}\" for the database pgbouncer in auth_hba_file"),
                    Row.of("", "shutting down", AUTHENTICATION, "the PgBouncer is being stopped; start it again"),
                    Row.of(
                            "",
                            "unrecognized configuration parameter",
                            DATABASE,
                            "this is a PostgreSQL server, not a PgBouncer: use a target of kind postgres, or PgBouncer's port")));

    private PgBouncerWords() {}
}
