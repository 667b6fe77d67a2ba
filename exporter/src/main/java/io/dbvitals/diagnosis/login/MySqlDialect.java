package io.dbvitals.diagnosis.login;

import io.dbvitals.diagnosis.Fault;
import io.dbvitals.diagnosis.Finding;
import io.dbvitals.diagnosis.State;
import io.dbvitals.diagnosis.Step;
import io.dbvitals.diagnosis.errors.Causes;
import io.dbvitals.diagnosis.errors.ErrorTable.Names;
import io.dbvitals.diagnosis.errors.MySqlNumbers;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.Engine;
import io.dbvitals.sql.ServerFacts;
import java.util.ArrayList;
import java.util.List;

/** MySQL and MariaDB: rights are found out by asking, because they may come by roles. */
public final class MySqlDialect implements SqlSteps.Dialect {
    private static final String ENGINE = "SELECT VERSION() LIKE '%MariaDB%'";
    private static final String PROCESS = "SELECT 1 FROM information_schema.innodb_metrics LIMIT 1";
    private static final String MARIADB_REPLICATION = "SHOW ALL SLAVES STATUS";
    private static final String MYSQL_REPLICATION = "SHOW REPLICA STATUS";
    private static final String STATEMENTS =
            "SELECT 1 FROM performance_schema.events_statements_summary_by_digest LIMIT 1";

    private final Names names;

    public MySqlDialect(Names names) {
        this.names = names;
    }

    @Override
    public String trivial() {
        return "SELECT 1";
    }

    @Override
    public String name(ServerFacts facts) {
        return facts.engine() == Engine.MARIADB ? "MariaDB" : "MySQL";
    }

    @Override
    public Fault fault(CollectException e, Step tried) {
        return Causes.fault(e, e.code(), MySqlNumbers.TABLE, names, tried);
    }

    @Override
    public Finding privileges(SqlSteps.Asking asking) throws Fault, InterruptedException {
        List<Finding> missing = new ArrayList<>();
        try {
            boolean mariaDb = asking.read(ENGINE, rows -> rows.next() && rows.number(0) == 1);
            for (String sql : List.of(PROCESS, mariaDb ? MARIADB_REPLICATION : MYSQL_REPLICATION, STATEMENTS)) {
                refusal(asking, sql, missing);
            }
        } catch (CollectException e) {
            throw fault(e, Step.PRIVILEGES);
        }
        return missing.isEmpty()
                ? Finding.ok("has PROCESS, the right to see replication, and SELECT on performance_schema")
                : new Finding(
                        State.WARNING,
                        missing.get(0).code(),
                        String.join(
                                "; ",
                                missing.stream().map(Finding::text).distinct().toList()),
                        missing.stream()
                                .flatMap(each -> each.remedies().stream())
                                .distinct()
                                .toList());
    }

    /** Only what the user may not is of interest here: a table that a version lacks is no right that is missing. */
    private void refusal(SqlSteps.Asking asking, String sql, List<Finding> missing) throws Fault, InterruptedException {
        try {
            asking.read(sql, rows -> true);
        } catch (CollectException e) {
            Fault fault = fault(e, Step.QUERY);
            if (fault.step() == Step.PRIVILEGES) {
                missing.add(fault.finding());
            } else if (e.code().isEmpty()) {
                throw fault;
            }
        }
    }
}
