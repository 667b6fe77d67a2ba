package io.dbvitals.pgbouncer;

import io.dbvitals.config.PgBouncerConfig;
import io.dbvitals.pgbouncer.wire.ServerError;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import javax.net.ssl.SSLException;

/** Says what a failure means for a collector, with the remedy; by its text, as PgBouncer has one SQLSTATE for nearly everything. */
final class Failures {
    private Failures() {}

    static CollectException connecting(PgBouncerConfig config, IOException e) {
        return failure("connecting to " + config.address(), e);
    }

    static CollectException reading(String what, PgBouncerConfig config, IOException e) {
        return failure(what + " on " + config.address(), e);
    }

    static CollectException connecting(PgBouncerConfig config, ServerError e) {
        String what = "connecting to " + config.address() + "/" + config.database() + " as " + config.user() + ": "
                + e.getMessage();
        if (mayLockOut(e)) {
            return new CollectException(
                    Reason.DENIED,
                    what + "; check user and password; after a rotation the password file is read anew",
                    e);
        }
        if (e.says("not allowed")) {
            return new CollectException(
                    Reason.DENIED, what + "; name the user in stats_users of pgbouncer.ini and reload it", e);
        }
        if (e.says("no such database") || e.sqlState().equals("3D000")) {
            return new CollectException(
                    Reason.DENIED,
                    what + "; the database of the target's url must be the admin console's, pgbouncer",
                    e);
        }
        if (e.says("ssl required")) {
            return new CollectException(
                    Reason.DENIED, what + "; the PgBouncer asks for TLS, which the target does not use", e);
        }
        if (e.says("no more connections")) {
            return new CollectException(Reason.UNREACHABLE, what + "; raise max_client_conn in pgbouncer.ini", e);
        }
        return new CollectException(Reason.UNREACHABLE, what, e);
    }

    static CollectException reading(String what, PgBouncerConfig config, ServerError e) {
        String message = what + " on " + config.address() + ": " + e.getMessage();
        if (e.fatal()) {
            return new CollectException(Reason.UNREACHABLE, message, e);
        }
        if (e.says("admin access needed") || e.sqlState().equals("42501")) {
            return new CollectException(Reason.DENIED, message + "; name the user in admin_users of pgbouncer.ini", e);
        }
        // What a PostgreSQL server says, behind PgBouncer or instead of it.
        if (e.sqlState().equals("42704") || e.sqlState().equals("42601")) {
            return new CollectException(
                    Reason.UNSUPPORTED,
                    message + "; the database " + config.database()
                            + " is no admin console; that of the target's url must be pgbouncer, on a PgBouncer's port",
                    e);
        }
        return new CollectException(
                e.says("invalid command") ? Reason.UNSUPPORTED : Reason.BAD_DATA,
                message + (e.says("invalid command") ? "; this PgBouncer may be too old for it" : ""),
                e);
    }

    /** Whether the credentials were refused, so that another try with the same would be too. */
    static boolean mayLockOut(ServerError e) {
        return e.sqlState().startsWith("28")
                || e.says("authentication failed")
                || e.says("password")
                || e.says("auth failed")
                || e.says("no such user")
                || e.says("login rejected");
    }

    private static CollectException failure(String what, IOException e) {
        String message = what + ": " + text(e);
        if (e instanceof SocketTimeoutException) {
            return new CollectException(Reason.TIMEOUT, message, e);
        }
        return new CollectException(e instanceof ProtocolException ? Reason.BAD_DATA : Reason.UNREACHABLE, message, e);
    }

    private static String text(IOException e) {
        if (e instanceof SocketTimeoutException) {
            return "no answer in time";
        }
        if (e instanceof UnknownHostException) {
            return "the host name cannot be resolved";
        }
        String said = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        if (e instanceof SSLException && !(e.getCause() instanceof EOFException)) {
            return "TLS failed: " + said
                    + "; check the target's certificate files, and the host's name in the server's";
        }
        return said;
    }
}
