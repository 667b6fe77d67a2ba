package io.dbvitals.guard.mysql;

import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Reason;
import io.dbvitals.sql.Control;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is known of accounts, by their names: a session does not say for which host its account is, so that one of several with the same
 * name is enough.
 *
 * @param user of this guard
 * @param program how the sessions that scrape call themselves
 */
record Accounts(String user, String program, Set<String> administrators, Set<String> replicas) {
    /** Where the accounts cannot be read, those that administrators have from the beginning. */
    private static final Set<String> USUAL = Set.of("root", "mysql");

    private static final String ACCOUNTS = """
            SELECT u.User, max(u.Super_priv = 'Y' OR u.Shutdown_priv = 'Y'), max(u.Repl_slave_priv = 'Y')
              FROM mysql.user u GROUP BY u.User""";

    Accounts {
        administrators = Set.copyOf(administrators);
        replicas = Set.copyOf(replicas);
    }

    /** With what {@code mysql.user} says, where it may be read. */
    static Accounts read(Control control, Grants grants, String user, String program) throws CollectException {
        Set<String> administrators = new HashSet<>(USUAL);
        Set<String> replicas = new HashSet<>();
        if (!grants.accounts()) {
            return new Accounts(user, program, administrators, replicas);
        }
        try {
            control.read(ACCOUNTS, List.of(), rows -> {
                while (rows.next()) {
                    if (rows.number(1) == 1) {
                        administrators.add(rows.text(0));
                    }
                    if (rows.number(2) == 1) {
                        replicas.add(rows.text(0));
                    }
                }
                return administrators;
            });
        } catch (CollectException e) {
            // Of some columns only; what is known from the beginning must do.
            if (e.reason() != Reason.DENIED) {
                throw e;
            }
        }
        return new Accounts(user, program, administrators, replicas);
    }

    /** Whether a session of that user is one of dbvitals; where clients' programs are not known, the name must do. */
    boolean ours(String name, String itsProgram) {
        return name.equals(user)
                && (itsProgram.isEmpty() || itsProgram.startsWith("dbvitals") || itsProgram.equals(program));
    }

    boolean administrator(String name) {
        return administrators.contains(name);
    }

    /** Whether it may read the binary log, as replicas and readers of changes do. */
    boolean replicates(String name) {
        return replicas.contains(name);
    }
}
