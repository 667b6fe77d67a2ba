package io.dbvitals.advice.postgres.rules;

import io.dbvitals.advice.Advice;
import io.dbvitals.advice.Rule;
import io.dbvitals.advice.Severity;
import io.dbvitals.advice.Window;
import io.dbvitals.advice.postgres.read.Counters;
import java.util.ArrayList;
import java.util.List;

/** What counters of the server and of its databases show. */
public final class ServerRules {
    private static final double FAILING_SHARE = 0.01;
    private static final double FEW_TRANSACTIONS = 100;

    private ServerRules() {}

    /** {@code server}: how findings on all of it call it. */
    public static List<Advice> of(Window window, String server, List<String> databases) {
        List<Advice> found = new ArrayList<>();
        for (String database : databases) {
            double all = window.server().getOrDefault(Counters.TRANSACTIONS + database, 0.0);
            double rolledBack = window.server().getOrDefault(Counters.ROLLBACKS + database, 0.0);
            if (all >= FEW_TRANSACTIONS && rolledBack > FAILING_SHARE * all) {
                found.add(Draft.of(Rule.FAILING, Severity.MEDIUM, database)
                        .with("transactions", all, "")
                        .percent("rolled back", rolledBack / all)
                        .advise(
                                "Transactions of this database are rolled back: by errors, or because their clients"
                                        + " want it. PostgreSQL counts no errors of single statements: look for ERROR"
                                        + " in its log, with log_min_error_statement = error.",
                                "at most 1 % of the transactions are rolled back"));
            }
        }
        double forgotten = window.server().getOrDefault(Counters.FORGOTTEN, 0.0);
        if (forgotten > 0) {
            found.add(Draft.of(Rule.INCOMPLETE_LIST, Severity.MEDIUM, server)
                    .with("times that statements were forgotten", forgotten, "")
                    .gains("a list that holds all that runs")
                    .advise(
                            "The server sees more different statements than it has room for, and forgets the least"
                                    + " run: this list is incomplete. Write IN lists as = ANY ($1) and values as"
                                    + " parameters, then raise pg_stat_statements.max (needs a restart).",
                            "pg_stat_statements_info.dealloc does not grow"));
        }
        return found;
    }
}
