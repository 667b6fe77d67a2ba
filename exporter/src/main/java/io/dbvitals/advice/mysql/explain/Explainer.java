package io.dbvitals.advice.mysql.explain;

import io.dbvitals.advice.Statement;
import io.dbvitals.advice.mysql.digest.DigestTable;
import io.dbvitals.advice.mysql.plan.Aliases;
import io.dbvitals.advice.mysql.plan.MySqlPlan;
import io.dbvitals.advice.mysql.plan.PlanReader;
import io.dbvitals.advice.mysql.plan.Token;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Reason;
import io.dbvitals.sql.SqlServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Asks for plans of the statements that took the most time, with the values of one of their runs. Messages of a refusal may quote
 * values, so none of them is passed on.
 */
public final class Explainer {
    private static final Duration TIMEOUT = Duration.ofSeconds(2);
    /** For all plans together. */
    private static final Duration BUDGET = Duration.ofSeconds(20);

    /** More would be no longer a look at the server but a load on it. */
    private static final int MOST = 40;

    /** A limit would be one of the session, which the plan would then be made for. */
    private static final int ALL_ROWS = 0;

    /** Rights that a stored function of someone else, which a plan may call, could use in a session that only reads. */
    private static final String ADMINISTRATOR = """
            SELECT count(*) FROM information_schema.USER_PRIVILEGES p
             WHERE p.GRANTEE = concat('''', replace(current_user(), '@', '''@'''), '''')
               AND p.PRIVILEGE_TYPE IN ('SUPER', 'FILE', 'CREATE USER', 'SHUTDOWN', 'SYSTEM_VARIABLES_ADMIN')""";

    private final SqlServer server;
    private final SampleReader samples;

    public Explainer(SqlServer server) {
        this.server = server;
        this.samples = new SampleReader(server);
    }

    /**
     * Of those statements that there are samples of.
     *
     * @param names of tables and columns, in lower case: what may be shown of a condition beside the words of the statement
     */
    public Plans explain(List<Statement> statements, DigestTable table, Set<String> names, Deadline deadline)
            throws CollectException, InterruptedException {
        if (!samples.kept(table, deadline)) {
            return new Plans(Map.of(), List.of("plans, and waits for rows: " + SampleReader.REMEDY));
        }
        if (server.read(
                DigestTable.statement("own rights", ADMINISTRATOR),
                deadline,
                rows -> rows.next() && rows.number(0) > 0)) {
            return new Plans(
                    Map.of(),
                    List.of("plans: " + server.user()
                            + " has the rights of an administrator, with which EXPLAIN would call"
                            + " functions of others; make a user by scripts/create_mysql_user.sql"));
        }
        Map<String, Sample> kept = samples.read(table, deadline);
        Map<String, Explained> plans = new HashMap<>();
        Set<String> denied = new HashSet<>();
        List<Statement> slowest = statements.stream()
                .filter(each -> kept.containsKey(each.id()))
                .sorted(Comparator.comparingDouble(Statement::seconds).reversed())
                .limit(MOST)
                .toList();
        Deadline all = deadline.atMost(BUDGET);
        AtomicBoolean strange = new AtomicBoolean();
        for (Statement statement : slowest) {
            Sample sample = kept.get(statement.id());
            Optional<String> sql = sample == null ? Optional.empty() : sample.explainable();
            if (sample != null && sql.isPresent() && !denied.contains(sample.schema()) && !all.passed()) {
                explain(sample, sql.get(), words(statement, names), denied, strange, all)
                        .ifPresent(plan -> plans.put(
                                statement.id(), new Explained(sample.schema(), plan, Aliases.of(sample.sql()))));
            }
        }
        return new Plans(plans, unavailable(denied, strange.get()));
    }

    private static Set<String> words(Statement statement, Set<String> names) {
        Set<String> words = new HashSet<>(names);
        words.add(statement.database().toLowerCase(Locale.ROOT));
        // The server's own reading of the text, in which there are no values; that of the sample may be another.
        Token.of(statement.text()).forEach(token -> words.add(token.text().toLowerCase(Locale.ROOT)));
        return words;
    }

    private Optional<MySqlPlan> explain(
            Sample sample, String sql, Set<String> names, Set<String> denied, AtomicBoolean strange, Deadline deadline)
            throws InterruptedException {
        try {
            return server.read(
                    new SqlServer.Statement("plan", sample.schema(), "EXPLAIN FORMAT=JSON " + sql, TIMEOUT, ALL_ROWS),
                    deadline,
                    rows -> {
                        String json = rows.next() ? rows.text(0) : "";
                        if (!json.contains("\"query_block\"")) {
                            strange.set(true);
                        }
                        return PlanReader.read(json, names);
                    });
        } catch (CollectException e) {
            // A table that is gone, a variable of a session, a syntax that cannot be explained: there is then no plan.
            if (e.reason() == Reason.DENIED) {
                denied.add(sample.schema());
            }
            return Optional.empty();
        }
    }

    private List<String> unavailable(Set<String> denied, boolean strange) {
        List<String> unavailable = new ArrayList<>();
        denied.stream()
                .sorted()
                .forEach(schema -> unavailable.add("plans of statements in " + schema
                        + ": EXPLAIN asks for the right to read the tables: GRANT SELECT, SHOW VIEW ON `"
                        + schema.replace("`", "``") + "`.* TO '" + server.user() + "'@'%'"));
        if (strange) {
            unavailable.add("plans: the server writes them in another format than is read here; on MySQL SET PERSIST"
                    + " explain_json_format_version = 1");
        }
        return unavailable;
    }
}
