package io.dbvitals.guard.mysql;

import io.dbvitals.guard.session.Session;
import io.dbvitals.guard.session.Session.Identity;
import io.dbvitals.guard.session.Session.State;
import io.dbvitals.guard.session.Trait;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.Rows;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** Makes a session of a row of {@link Dialect#sessions}. */
final class SessionRow {
    /** Of what is more, it is known that servers reckon wrongly. */
    private static final double LONGEST_SECONDS = 1_000_000;

    /** So many changed rows take minutes to be put back. */
    private static final double LARGE_ROLLBACK_ROWS = 100_000;

    private static final int REPEATABLE_READ = 3;

    private static final Set<String> SERVER_USERS = Set.of(
            "system user",
            "event_scheduler",
            "unauthenticated user",
            "mysql.session",
            "mysql.sys",
            "mysql.infoschema",
            "mariadb.sys",
            "rdsadmin");

    /** What else the server does for itself or for replicas; MariaDB's replication has commands of its own since 10.5. */
    private static final Set<String> SERVER_COMMANDS = Set.of(
            "Binlog Dump",
            "Binlog Dump GTID",
            "Register Slave",
            "Register Replica",
            "Table Dump",
            "Daemon",
            "Connect",
            "Connect Out",
            "Slave_IO",
            "Slave_SQL",
            "Slave_worker",
            "Group Replication Data Stream subscription",
            "Clone",
            "Killed");

    private static final Set<String> STATEMENT_COMMANDS =
            Set.of("Query", "Execute", "Prepare", "Fetch", "Bulk_execute");

    private static final Set<String> MAINTENANCE = Set.of(
            "ALTER",
            "OPTIMIZE",
            "CREATE",
            "REPAIR",
            "ANALYZE",
            "CHECK",
            "CHECKSUM",
            "DROP",
            "TRUNCATE",
            "RENAME",
            "LOAD",
            "BACKUP",
            "CLONE",
            "IMPORT",
            "FLUSH",
            "INSTALL",
            "UNINSTALL",
            "GRANT",
            "REVOKE");

    /** What of a statement may be said; any other word could be part of a value. */
    private static final Set<String> WORDS = Set.of(
            "SELECT",
            "INSERT",
            "UPDATE",
            "DELETE",
            "REPLACE",
            "WITH",
            "VALUES",
            "TABLE",
            "CALL",
            "DO",
            "EXECUTE",
            "EXPLAIN",
            "DESCRIBE",
            "LOCK",
            "UNLOCK",
            "BEGIN",
            "START",
            "COMMIT",
            "ROLLBACK",
            "SAVEPOINT",
            "RELEASE",
            "PREPARE",
            "DEALLOCATE",
            "SET",
            "SHOW",
            "USE",
            "XA",
            "HANDLER",
            "KILL",
            "CHANGE",
            "STOP",
            "RESET");

    private final Rows rows;
    private final Accounts accounts;
    private final Set<Long> backups;

    /**
     * Reads the row that {@code rows} is at.
     *
     * @param backups sessions that hold the whole server back for a backup
     */
    SessionRow(Rows rows, Accounts accounts, Set<Long> backups) {
        this.rows = rows;
        this.accounts = accounts;
        this.backups = backups;
    }

    Session session() throws CollectException {
        long id = (long) rows.number(0);
        String user = rows.text(1);
        String command = rows.text(4);
        boolean open = !rows.text(14).isEmpty();
        String word = command.equals("Sleep") ? "" : rows.text(8);
        String program = rows.text(11);
        State state = rows.number(5) < LONGEST_SECONDS ? state(command, open) : State.OTHER;
        boolean active = state == State.ACTIVE;
        Set<Trait> traits = EnumSet.noneOf(Trait.class);
        add(traits, rows.number(9) == 1 || accounts.ours(user, program), Trait.OURSELVES);
        add(
                traits,
                rows.number(10) == 1 || SERVER_USERS.contains(user) || SERVER_COMMANDS.contains(command),
                Trait.NO_CLIENT);
        add(traits, accounts.administrator(user), Trait.SUPERUSER);
        add(traits, accounts.replicates(user), Trait.REPLICATION);
        add(traits, active && MAINTENANCE.contains(word), Trait.MAINTENANCE);
        // A dump by mysqldump writes its statements so, and nobody else does.
        add(traits, backups.contains(id) || rows.number(20) == 1, Trait.IN_PROGRESS);
        add(traits, rows.text(13).isEmpty(), Trait.HIDDEN);
        add(
                traits,
                rows.number(16) >= LARGE_ROLLBACK_ROWS || rows.text(17).equals("ROLLING BACK"),
                Trait.LARGE_ROLLBACK);
        add(traits, open && (rows.number(16) > 0 || rows.number(18) >= REPEATABLE_READ), Trait.HOLDS_HORIZON);
        return new Session(
                id,
                new Identity(rows.text(12), rows.text(14), rows.text(13), command),
                state,
                user,
                rows.text(3),
                program,
                rows.text(2),
                rows.text(17).equals("LOCK WAIT") ? "Lock:row" : waitsFor(rows.text(7)),
                seconds(5),
                seconds(15),
                seconds(6),
                WORDS.contains(word) || MAINTENANCE.contains(word) ? word : "",
                rows.text(21),
                traits);
    }

    private static State state(String command, boolean open) {
        if (command.equals("Sleep")) {
            return open ? State.IDLE_IN_TRANSACTION : State.IDLE;
        }
        return STATEMENT_COMMANDS.contains(command) ? State.ACTIVE : State.OTHER;
    }

    /** The server's states are fixed texts; those that are waits name what for. */
    static String waitsFor(String state) {
        if (state.equals("User lock")) {
            return "Lock:user";
        }
        if (!state.startsWith("Waiting for ")) {
            return "";
        }
        String what = state.substring("Waiting for ".length());
        if (what.endsWith(" lock")) {
            return "Lock:" + what.substring(0, what.length() - " lock".length());
        }
        return what.equals("table flush") ? "Lock:" + what : what;
    }

    private static void add(Set<Trait> traits, boolean has, Trait trait) {
        if (has) {
            traits.add(trait);
        }
    }

    private Duration seconds(int column) throws CollectException {
        double seconds = rows.number(column);
        return Double.isNaN(seconds) ? Duration.ZERO : Duration.ofMillis((long) Math.max(0, seconds * 1000));
    }
}
