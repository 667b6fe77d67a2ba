package io.dbvitals.advice.postgres.plan;

import io.dbvitals.advice.Statement;
import io.dbvitals.advice.postgres.text.Sql;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.Transactions;
import io.dbvitals.sql.Transactions.Transaction;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has statements planned without running them, each in a read-only transaction of its own. From PostgreSQL 16 on by
 * {@code EXPLAIN (GENERIC_PLAN)}, before by a prepared statement whose plan is forced to be generic.
 */
public final class Planner {
    private static final Logger logger = LoggerFactory.getLogger(Planner.class);

    private static final int GENERIC_PLAN = 16;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);
    private static final String PREPARED = "dbvitals_advice";

    /** Where a text ends and another statement begins must be for the server what it is for {@link Sql}. */
    private static final Map<String, String> SETTINGS =
            Map.of("plan_cache_mode", "force_generic_plan", "standard_conforming_strings", "on");

    /** What applies to sessions of that user in that database. */
    private static final String SEARCH_PATH = """
            SELECT pg_catalog.substr(x.setting, 13)
              FROM pg_catalog.pg_db_role_setting s
              LEFT JOIN pg_catalog.pg_database d ON d.oid = s.setdatabase
              LEFT JOIN pg_catalog.pg_roles r ON r.oid = s.setrole
             CROSS JOIN LATERAL pg_catalog.unnest(s.setconfig) x (setting)
             WHERE x.setting LIKE 'search\\_path=%' AND (s.setdatabase = 0 OR d.datname = ?)
               AND (s.setrole = 0 OR r.rolname = ?)
             ORDER BY s.setrole <> 0 DESC, s.setdatabase <> 0 DESC
             LIMIT 1""";

    private static final String HYPOPG = """
            SELECT n.nspname::pg_catalog.text
              FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
             WHERE e.extname = 'hypopg'""";

    private final Transactions server;
    private final String user;
    private final int major;

    /** {@code user} is the one that the server's connections are opened as. */
    public Planner(Transactions server, String user, int major) {
        this.server = server;
        this.user = user;
        this.major = major;
    }

    /** Empty where the server gives none; then why is told, in words that hold nothing of the text. */
    public Optional<Explained> plan(Statement statement, Deadline deadline, BiConsumer<Statement, String> refused)
            throws InterruptedException {
        Sql sql = Sql.of(statement.text());
        try {
            return explained(statement, sql, statement.text(), deadline);
        } catch (CollectException e) {
            Optional<String> search = e.code().equals("42501") ? sql.asSearch() : Optional.empty();
            if (search.isPresent()) {
                try {
                    return explained(statement, sql, search.get(), deadline);
                } catch (CollectException again) {
                    refused.accept(statement, Refusal.of(again, user, major));
                    return Optional.empty();
                }
            }
            refused.accept(statement, Refusal.of(e, user, major));
            return Optional.empty();
        }
    }

    /** The costs before and after, and the plan with the index; empty where hypopg is not installed, or cannot make such an index. */
    public Optional<WithIndex> with(IndexProposal index, Explained explained, Deadline deadline)
            throws InterruptedException {
        String text = explained.statement().text();
        String verb = Sql.of(text).verb();
        String planned = verb.equals("update") || verb.equals("delete")
                ? Sql.of(text).asSearch().orElse(text)
                : text;
        try {
            return server.inTransaction(frame(explained.statement()), deadline, transaction -> {
                Optional<String> schema = hypopg(transaction);
                if (schema.isEmpty()) {
                    return Optional.empty();
                }
                path(transaction, explained.statement());
                Optional<Plan> before = explain(transaction, planned);
                transaction.read(
                        "SELECT 1 FROM " + schema.get() + ".hypopg_create_index(?)",
                        List.of(index.hypothetical()),
                        rows -> rows.next());
                Optional<Plan> after = explain(transaction, planned);
                reset(transaction, schema.get());
                return before.flatMap(old -> after.map(fresh -> new WithIndex(old.cost(), fresh.cost(), fresh)));
            });
        } catch (CollectException e) {
            forget(explained.statement(), deadline);
            return Optional.empty();
        }
    }

    /** A transaction that failed cannot take back its index, which would stay in the connection's plans. */
    private void forget(Statement statement, Deadline deadline) throws InterruptedException {
        try {
            server.inTransaction(frame(statement), deadline, transaction -> {
                Optional<String> schema = hypopg(transaction);
                if (schema.isPresent()) {
                    reset(transaction, schema.get());
                }
                return schema;
            });
        } catch (CollectException e) {
            logger.debug("hypothetical indexes stay until the connection is closed", e);
        }
    }

    private static Optional<String> hypopg(Transaction transaction) throws CollectException {
        return transaction.read(
                HYPOPG,
                List.of(),
                rows -> rows.next() ? Optional.of(TableName.quoted(rows.text(0))) : Optional.empty());
    }

    private static void reset(Transaction transaction, String schema) throws CollectException {
        transaction.verbatim("SELECT " + schema + ".hypopg_reset()", rows -> rows.next());
    }

    /**
     * What an index would change.
     *
     * @param before cost in the planner's units
     * @param plan with the index
     */
    public record WithIndex(double before, double after, Plan plan) {
        /** The part of the cost that goes away, from 0 to 1. */
        public double drop() {
            return before > 0 ? Math.max(0, 1 - after / before) : 0;
        }
    }

    private Optional<Explained> explained(Statement statement, Sql sql, String text, Deadline deadline)
            throws CollectException, InterruptedException {
        return server.inTransaction(frame(statement), deadline, transaction -> {
            path(transaction, statement);
            Optional<Plan> plan = explain(transaction, text);
            if (plan.isEmpty()) {
                return Optional.empty();
            }
            Map<TableName, TableFacts> tables = new HashMap<>();
            for (Step step : plan.get().steps()) {
                if (step.readsWholeTable() && step.table().isPresent()) {
                    tables.put(
                            step.table().get(),
                            TableFacts.read(transaction, step.table().get()));
                }
            }
            return Optional.of(new Explained(statement, sql, plan.get(), tables));
        });
    }

    private static Transactions.Frame frame(Statement statement) {
        return new Transactions.Frame("advice", statement.database(), SETTINGS, TIMEOUT);
    }

    private static void path(Transaction transaction, Statement statement) throws CollectException {
        String path = transaction.read(
                SEARCH_PATH,
                List.of(statement.database(), statement.user()),
                rows -> rows.next() ? rows.text(0) : "\"$user\", public");
        String own = '"' + statement.user().replace("\"", "\"\"") + '"';
        transaction.set("search_path", path.replace("\"$user\"", own).replace("$user", own));
    }

    private Optional<Plan> explain(Transaction transaction, String text) throws CollectException {
        String sql;
        if (major >= GENERIC_PLAN) {
            sql = "EXPLAIN (GENERIC_PLAN, VERBOSE, FORMAT JSON) " + text;
        } else {
            int parameters = Sql.of(text).parameters();
            String values =
                    parameters == 0 ? "" : "(" + String.join(", ", Collections.nCopies(parameters, "NULL")) + ")";
            sql = "DEALLOCATE ALL; PREPARE " + PREPARED + " AS " + text + "\n; EXPLAIN (VERBOSE, FORMAT JSON) EXECUTE "
                    + PREPARED + values;
        }
        return transaction.verbatim(sql, rows -> rows.next() ? Plan.parse(rows.text(0)) : Optional.empty());
    }
}
