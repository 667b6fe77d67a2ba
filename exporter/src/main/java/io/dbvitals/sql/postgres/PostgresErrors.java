package io.dbvitals.sql.postgres;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import io.dbvitals.sql.jdbc.SqlErrors;
import java.net.UnknownHostException;
import java.sql.SQLException;

/** Says what a PostgreSQL error means for a collector, by its SQLSTATE, with the remedy where there is one. */
final class PostgresErrors implements SqlErrors {
    static final PostgresErrors INSTANCE = new PostgresErrors();

    private PostgresErrors() {}

    @Override
    public CollectException toCollectException(String what, SQLException e) {
        return new CollectException(reason(e), state(e), what + ": " + message(e), e);
    }

    @Override
    public boolean broken(SQLException e) {
        return hungUp(e) || preparedStatementLost(e);
    }

    private static boolean hungUp(SQLException e) {
        String state = state(e);
        return state.startsWith("08")
                || state.equals("57P01")
                || state.equals("57P02")
                || state.equals("57P05")
                || state.equals("25P03");
    }

    /** Whether the server forgot or outgrew a prepared statement; a new connection helps. */
    static boolean preparedStatementLost(SQLException e) {
        String state = state(e);
        return state.equals("26000")
                || (state.equals("0A000") && String.valueOf(e.getMessage()).contains("cached plan"));
    }

    /** Whether another try with the same credentials would fail too, and may lock the account. */
    static boolean authenticationFailed(SQLException e) {
        return state(e).startsWith("28");
    }

    /** Whether it was the password; other refusals, as by {@code pg_hba.conf}, hold for one database only. */
    static boolean wrongPassword(SQLException e) {
        return state(e).equals("28P01");
    }

    @Override
    public boolean tooLarge(SQLException e) {
        return String.valueOf(e.getMessage()).contains("maxResultBuffer");
    }

    /** Whether the server's message may show a value that was sent, as those of wrong input do. */
    static boolean quotesData(SQLException e) {
        return state(e).startsWith("22");
    }

    /** The driver's own cause is left out too: it bears the same message. */
    static CollectException withoutData(String what, SQLException e) {
        String state = state(e);
        return new CollectException(
                Reason.BAD_DATA,
                state,
                what + ": the server refused a value that was sent (SQLSTATE " + state + ")",
                null);
    }

    private Reason reason(SQLException e) {
        String state = state(e);
        if (tooLarge(e)) {
            return Reason.BAD_DATA;
        }
        if (timedOut(e) || state.equals("57014") || state.equals("55P03") || state.equals("25P04")) {
            return Reason.TIMEOUT;
        }
        if (state.startsWith("28") || state.equals("42501") || state.equals("3D000")) {
            return Reason.DENIED;
        }
        if (hungUp(e) || state.equals("57P03") || state.startsWith("53")) {
            return Reason.UNREACHABLE;
        }
        if (state.equals("42883") || state.equals("42P01") || state.equals("42703") || state.startsWith("0A")) {
            return Reason.UNSUPPORTED;
        }
        return Reason.BAD_DATA;
    }

    private String message(SQLException e) {
        if (tooLarge(e)) {
            return "the result is larger than a tenth of the memory; let the query select fewer rows or shorter texts";
        }
        String text =
                String.valueOf(e.getMessage()).replaceAll("\\s*\\n\\s*", " ").strip();
        String state = state(e);
        String remedy = switch (state) {
            case "28P01" -> "check user and password; after a rotation the password file is read anew";
            case "28000" -> "check the user's LOGIN right and pg_hba.conf";
            case "42501" ->
                text.contains("CONNECT")
                        ? "GRANT CONNECT ON it TO the monitoring user"
                        : "GRANT pg_monitor TO the monitoring user";
            case "3D000" -> "check the database in the target's url";
            case "53300" ->
                "raise max_connections or the role's CONNECTION LIMIT, or lower the target's max_connections";
            case "55P03" -> "a lock is held on what the query reads";
            case "57014" -> "raise the query's timeout, or see what it waits for";
            case "57P03" -> "the server is starting up or shutting down";
            default -> e.getCause() instanceof UnknownHostException ? "the host name cannot be resolved" : "";
        };
        return text + (state.isEmpty() ? "" : " (SQLSTATE " + state + ")") + (remedy.isEmpty() ? "" : "; " + remedy);
    }

    private static String state(SQLException e) {
        return e.getSQLState() == null ? "" : e.getSQLState();
    }
}
