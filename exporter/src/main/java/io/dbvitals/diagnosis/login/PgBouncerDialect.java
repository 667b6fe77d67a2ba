package io.dbvitals.diagnosis.login;

import io.dbvitals.diagnosis.Fault;
import io.dbvitals.diagnosis.Finding;
import io.dbvitals.diagnosis.Step;
import io.dbvitals.diagnosis.errors.Causes;
import io.dbvitals.diagnosis.errors.ErrorTable.Names;
import io.dbvitals.diagnosis.errors.PgBouncerWords;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.ServerFacts;

/** PgBouncer's admin console. */
public final class PgBouncerDialect implements SqlSteps.Dialect {
    private final Names names;

    public PgBouncerDialect(Names names) {
        this.names = names;
    }

    @Override
    public String trivial() {
        return "SHOW VERSION";
    }

    @Override
    public String name(ServerFacts facts) {
        return "PgBouncer";
    }

    @Override
    public Fault fault(CollectException e, Step tried) {
        return Causes.fault(e, e.code(), PgBouncerWords.TABLE, names, tried);
    }

    @Override
    public Finding privileges(SqlSteps.Asking asking) throws Fault, InterruptedException {
        try {
            asking.read("SHOW POOLS", rows -> true);
            return Finding.ok("may read the console");
        } catch (CollectException e) {
            throw fault(e, Step.PRIVILEGES);
        }
    }
}
