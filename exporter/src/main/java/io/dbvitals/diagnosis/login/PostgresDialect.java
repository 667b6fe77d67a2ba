package io.dbvitals.diagnosis.login;

import io.dbvitals.diagnosis.Fault;
import io.dbvitals.diagnosis.Finding;
import io.dbvitals.diagnosis.Step;
import io.dbvitals.diagnosis.errors.ErrorTable.Names;
import io.dbvitals.diagnosis.errors.PostgresStates;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.ServerFacts;

/** PostgreSQL: the rights that count are those of {@code pg_monitor}. */
public final class PostgresDialect implements SqlSteps.Dialect {
    private static final String RIGHTS = """
            SELECT rolsuper,
                   pg_catalog.pg_has_role(rolname, 'pg_monitor', 'USAGE')
              FROM pg_catalog.pg_roles
             WHERE rolname = current_user""";

    private final Names names;

    public PostgresDialect(Names names) {
        this.names = names;
    }

    @Override
    public String trivial() {
        return "SELECT 1";
    }

    @Override
    public String name(ServerFacts facts) {
        return "PostgreSQL";
    }

    @Override
    public Fault fault(CollectException e, Step tried) {
        return PostgresStates.fault(e, names, tried);
    }

    @Override
    public Finding privileges(SqlSteps.Asking asking) throws Fault, InterruptedException {
        try {
            return asking.read(RIGHTS, rows -> {
                boolean found = rows.next();
                if (found && rows.number(0) == 1) {
                    return Finding.ok("a superuser; pg_monitor suffices");
                }
                return found && rows.number(1) == 1
                        ? Finding.ok("has pg_monitor")
                        : Finding.warning(
                                "has no pg_monitor: statements, waits, settings and replication of others are hidden",
                                "GRANT pg_monitor TO \"" + names.user() + "\"");
            });
        } catch (CollectException e) {
            throw fault(e, Step.PRIVILEGES);
        }
    }
}
