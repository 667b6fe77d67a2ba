package io.dbvitals.sql.mysql;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import io.dbvitals.sql.jdbc.SqlErrors;
import java.net.UnknownHostException;
import java.sql.SQLException;
import java.util.Locale;

/** Says what an error of MySQL, MariaDB or their driver means, by the server's own number: one SQLSTATE stands for many errors. */
final class MySqlErrors implements SqlErrors {
    static final MySqlErrors INSTANCE = new MySqlErrors();

    private MySqlErrors() {}

    @Override
    public CollectException toCollectException(String what, SQLException e) {
        String code = e.getErrorCode() > 0 ? String.valueOf(e.getErrorCode()) : "";
        return new CollectException(reason(e), code, what + ": " + message(e), e);
    }

    @Override
    public boolean broken(SQLException e) {
        return switch (e.getErrorCode()) {
            // The server ends the session: it was killed, was idle for too long, or the server shuts down.
            case 1053, 1927, 4031 -> true;
            // Refused while connecting, or the driver itself says that the connection is gone.
            default -> state(e).startsWith("08");
        };
    }

    @Override
    public boolean rightMissing(SQLException e) {
        return switch (e.getErrorCode()) {
            case 1044, 1142, 1143, 1227, 1370 -> true;
            default -> false;
        };
    }

    /** Whether another try with the same credentials would fail too, and may lock the account. */
    static boolean authenticationFailed(SQLException e) {
        return switch (e.getErrorCode()) {
            case 1045, 1129, 1130, 1251, 1524, 1698, 1820, 1862, 3118, 3159, 4150, 4151 -> true;
            default -> state(e).startsWith("28") || keyNeeded(e);
        };
    }

    private static Reason reason(SQLException e) {
        if (INSTANCE.timedOut(e)) {
            return Reason.TIMEOUT;
        }
        if (authenticationFailed(e)) {
            return Reason.DENIED;
        }
        return switch (e.getErrorCode()) {
            case 1044, 1049, 1095, 1979, 1142, 1143, 1227, 1370, 3159, 8066 -> Reason.DENIED;
            case 1205, 1317, 1969, 3024, 3572 -> Reason.TIMEOUT;
            case 1040, 1053, 1203, 1226 -> Reason.UNREACHABLE;
            case 1054, 1064, 1109, 1146, 1193, 1235, 1286, 1305 -> Reason.UNSUPPORTED;
            default -> INSTANCE.broken(e) ? Reason.UNREACHABLE : Reason.BAD_DATA;
        };
    }

    private static String message(SQLException e) {
        // The driver begins with "(conn=7) ", which changes with every connection, and may end with the statement.
        String text = String.valueOf(e.getMessage())
                .replaceAll("\\s*\\n\\s*", " ")
                .replaceFirst("^\\(conn[=:]\\d+\\) ", "")
                .strip();
        String code = e.getErrorCode() > 0 ? " (error " + e.getErrorCode() + ")" : "";
        String remedy = remedy(e);
        return text + code + (remedy.isEmpty() ? "" : "; " + remedy);
    }

    private static String remedy(SQLException e) {
        if (keyNeeded(e)) {
            return "the account's password (caching_sha2_password) may not be sent in the clear: turn on tls for this target,"
                    + " or, on a network that is trusted, add ?allowPublicKeyRetrieval=true to its url";
        }
        return switch (e.getErrorCode()) {
            case 1045 -> "check user and password; after a rotation the password file is read anew";
            case 1698 -> "the account is for local logins only; create one with a password";
            case 1130 -> "create the user for this host, as 'dbvitals'@'%'";
            case 1129 -> "run FLUSH HOSTS on the server";
            case 1820, 1862 -> "the password has expired; set a new one";
            case 3118, 4151 -> "ALTER USER … ACCOUNT UNLOCK";
            case 3159 -> "the server takes encrypted connections only; turn on tls for this target";
            case 1044, 1142, 1143, 1370 -> "GRANT it to the monitoring user: see scripts/create_mysql_user.sql";
            case 1095, 1979 -> "GRANT CONNECTION ADMIN (on MySQL CONNECTION_ADMIN) ON *.* TO the monitoring user";
            case 1227 -> grant(String.valueOf(e.getMessage()));
            case 1049 -> "check the database in the target's url, its heartbeat or the query";
            case 1040 -> "raise max_connections of the server, or see who holds them";
            case 1203, 1226 -> "raise the user's MAX_USER_CONNECTIONS, or lower the target's max_connections";
            case 1205 -> "a lock is held on what the statement reads";
            case 1969, 3024 -> "raise the query's timeout, or see what it waits for";
            case 1317 -> "it was ended by someone with KILL QUERY";
            default -> e.getCause() instanceof UnknownHostException ? "the host name cannot be resolved" : "";
        };
    }

    /** {@code need (at least one of) the SUPER, SLAVE MONITOR privilege(s)}: the least of those named is the one to grant. */
    private static String grant(String message) {
        String upper = message.toUpperCase(Locale.ROOT);
        for (String privilege : new String[] {
            "SLAVE MONITOR",
            "BINLOG MONITOR",
            "REPLICATION MASTER ADMIN",
            "REPLICATION CLIENT",
            "REPLICATION SLAVE",
            "PROCESS"
        }) {
            if (upper.contains(privilege)) {
                return "GRANT " + privilege + " ON *.* TO the monitoring user";
            }
        }
        return "GRANT it to the monitoring user: see scripts/create_mysql_user.sql";
    }

    private static boolean keyNeeded(SQLException e) {
        return String.valueOf(e.getMessage()).contains("RSA public key");
    }

    private static String state(SQLException e) {
        return e.getSQLState() == null ? "" : e.getSQLState();
    }
}
