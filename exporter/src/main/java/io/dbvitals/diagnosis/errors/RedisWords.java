package io.dbvitals.diagnosis.errors;

import static io.dbvitals.diagnosis.Step.AUTHENTICATION;
import static io.dbvitals.diagnosis.Step.DATABASE;
import static io.dbvitals.diagnosis.Step.PRIVILEGES;

import io.dbvitals.diagnosis.errors.ErrorTable.Row;
import java.util.List;

/** The words that a Redis or Valkey server begins an error with. */
public final class RedisWords {
    public static final ErrorTable TABLE = new ErrorTable(List.of(
            Row.of("", "wrongpass", AUTHENTICATION, "check user and password of the target; ACL LIST shows the users"),
            Row.of("", "invalid password", AUTHENTICATION, "check the password of the target against requirepass"),
            Row.of(
                    "",
                    "noauth",
                    AUTHENTICATION,
                    "give the target the server's password: password, password_file or REDIS_PASSWORD"),
            Row.of(
                    "",
                    "without any password configured",
                    AUTHENTICATION,
                    "the server has no password: take it out of the target, or set requirepass on the server"),
            Row.of(
                    "",
                    "denied",
                    AUTHENTICATION,
                    "protected mode: set requirepass or an ACL user, and bind to the addresses that may be asked"),
            Row.of(
                    "",
                    "max number of clients",
                    AUTHENTICATION,
                    "CONFIG SET maxclients …, and in redis.conf; CLIENT LIST shows who holds them"),
            Row.of("", "loading", DATABASE, "wait: INFO persistence has loading_eta_seconds"),
            Row.of(
                    "",
                    "masterdown",
                    DATABASE,
                    "the replica has lost its master: see why, or replica-serve-stale-data yes"),
            Row.of("", "busy", DATABASE, "a script runs: SCRIPT KILL, or FUNCTION KILL"),
            Row.of("", "noperm", PRIVILEGES, "ACL SETUSER {user} +info +ping")));

    private RedisWords() {}
}
