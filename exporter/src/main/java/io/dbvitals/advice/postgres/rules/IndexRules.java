package io.dbvitals.advice.postgres.rules;

import io.dbvitals.advice.Advice;
import io.dbvitals.advice.Confidence;
import io.dbvitals.advice.Rule;
import io.dbvitals.advice.Severity;
import io.dbvitals.advice.postgres.plan.Explained;
import io.dbvitals.advice.postgres.plan.IndexProposal;
import io.dbvitals.advice.postgres.plan.Planner.WithIndex;
import io.dbvitals.advice.postgres.plan.Step;
import io.dbvitals.advice.postgres.plan.TableFacts;
import io.dbvitals.advice.postgres.plan.TableFacts.ColumnFacts;
import io.dbvitals.advice.postgres.text.Sql;
import io.dbvitals.advice.postgres.text.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tables that the plan of one statement reads whole where an index would do. */
public final class IndexRules {
    private static final double BIG_PAGES = 1000;
    private static final double FEW_OF_ROWS = 0.05;
    /** With less of the cost gone, an index is not worth its upkeep. */
    private static final double LEAST_DROP = 0.5;

    private final Trial trial;

    public IndexRules(Trial trial) {
        this.trial = trial;
    }

    /** Tries an index that is not there. */
    public interface Trial {
        /** Empty where that cannot be tried. */
        Optional<WithIndex> of(IndexProposal index, Explained explained) throws InterruptedException;
    }

    public List<Advice> of(Case one, Explained explained) throws InterruptedException {
        List<Advice> found = new ArrayList<>();
        for (Step step : explained.plan().steps()) {
            Optional<TableFacts> facts = explained.facts(step).filter(table -> table.pages() >= BIG_PAGES);
            if (facts.isPresent()) {
                scan(one, explained, step, facts.get(), found);
            }
        }
        return found;
    }

    private void scan(Case one, Explained explained, Step step, TableFacts facts, List<Advice> found)
            throws InterruptedException {
        boolean write = List.of("update", "delete").contains(explained.sql().verb());
        boolean few = step.rows() < FEW_OF_ROWS * facts.rows();
        Optional<Term> expression = Term.of(step.text("Filter")).stream()
                .filter(term -> hides(term, step, facts))
                .findFirst();
        Optional<Step> join = join(step);
        if (!step.text("Filter").isEmpty()) {
            Optional<IndexProposal> index = IndexProposal.forFilter(step, facts);
            if (expression.isPresent() && index.isEmpty()) {
                expression(one, explained, step, facts, expression.get(), found);
            } else if (write) {
                write(one, explained, step, facts, index, found);
            } else if (few && one.heavy()) {
                missing(one, explained, step, facts, index, found);
            }
        } else if (join.isPresent() && one.notable() && join.get().rows() < FEW_OF_ROWS * facts.rows()) {
            join(one, explained, step, facts, join.get(), found);
        }
    }

    private void missing(
            Case one,
            Explained explained,
            Step step,
            TableFacts facts,
            Optional<IndexProposal> index,
            List<Advice> found)
            throws InterruptedException {
        if (index.isEmpty()) {
            return;
        }
        Draft draft = draft(Rule.MISSING_INDEX, Severity.warning(one.share()), one, step, facts);
        if (worth(draft, one, explained, step, index.get())) {
            found.add(draft.advise(
                    "It reads all of " + name(step) + " for few of its rows. Make the index, and drop it again if the"
                            + " statement does not use it:\n" + index.get().statement(),
                    "the plan does not read " + name(step) + " whole"));
        }
    }

    private void write(
            Case one,
            Explained explained,
            Step step,
            TableFacts facts,
            Optional<IndexProposal> index,
            List<Advice> found)
            throws InterruptedException {
        if (step.rows() >= FEW_OF_ROWS * facts.rows()) {
            return;
        }
        Draft draft = draft(Rule.FULL_SCAN_WRITE, Severity.CRITICAL, one, step, facts);
        if (index.isEmpty()) {
            draft.plan(explained.plan().explained(), Confidence.GENERIC_PLAN);
        } else if (!worth(draft, one, explained, step, index.get())) {
            return;
        }
        found.add(draft.advise(
                "It reads all of " + name(step)
                        + " to find the rows that it changes, and holds their locks for all that"
                        + " time. "
                        + index.map(each -> "Make the index:\n" + each.statement())
                                .orElse("Give its condition the form column = value, and that column an index."),
                "the plan does not read " + name(step) + " whole"));
    }

    private void join(Case one, Explained explained, Step step, TableFacts facts, Step join, List<Advice> found)
            throws InterruptedException {
        String condition = condition(join);
        Optional<Term> side = Term.of(condition).stream()
                .filter(term -> term.plain()
                        && term.operator().equals("=")
                        && term.alias().equals(step.alias()))
                .findFirst();
        Optional<IndexProposal> index = side.flatMap(term -> IndexProposal.forJoin(step, term));
        if (index.isEmpty()) {
            return;
        }
        Severity severity = one.mean() >= Case.LONG_SECONDS ? Severity.CRITICAL : Severity.warning(one.share());
        Draft draft = draft(Rule.UNINDEXED_JOIN, severity, one, step, facts);
        if (worth(draft, one, explained, step, index.get())) {
            found.add(draft.advise(
                    "It joins " + name(step) + " on a column without an index, and reads all of it for few of its rows."
                            + " Make the index:\n" + index.get().statement(),
                    "the plan does not read " + name(step) + " whole"));
        }
    }

    private void expression(Case one, Explained explained, Step step, TableFacts facts, Term term, List<Advice> found)
            throws InterruptedException {
        if (!one.notable()) {
            return;
        }
        Draft draft = draft(Rule.EXPRESSION_FILTER, Severity.warning(one.share()), one, step, facts);
        String expression = Sql.of(term.left()).redacted();
        if (term.function().equals("::")) {
            found.add(draft.plan(explained.plan().explained(), Confidence.GENERIC_PLAN)
                    .saves(one, part(explained, step), ", by the plan's costs")
                    .advise(
                            "The condition on " + expression + " changes the column's type, so its index does not"
                                    + " serve. Bind the value with the type of the column ("
                                    + facts.column(term.column())
                                            .map(ColumnFacts::type)
                                            .orElse("its own") + "), or write the condition as a"
                                    + " range of the column.",
                            "the filter compares " + term.column() + " as it is"));
            return;
        }
        // The expression may hold values of the statement: those stay on the server, so no index is written out for it.
        boolean whole = expression.equals(term.left());
        Optional<IndexProposal> index = whole ? IndexProposal.forExpression(step, term.left()) : Optional.empty();
        if (index.isPresent() && worth(draft, one, explained, step, index.get())) {
            found.add(draft.advise(
                    "The condition on " + expression + " is not served by an index on the column. Make one on the"
                            + " expression (its functions must be immutable), or write the condition as a range of the"
                            + " column:\n" + index.get().statement(),
                    "the plan does not read " + name(step) + " whole"));
        } else if (index.isEmpty()) {
            found.add(draft.plan(explained.plan().explained(), Confidence.GENERIC_PLAN)
                    .advise(
                            "The condition on " + expression + " is not served by an index on the column. Write it as"
                                    + " a range of the column, or make an index on the expression.",
                            "the filter compares " + term.column() + " as it is"));
        }
    }

    /** Completes the draft; false where a trial shows that the index does not help. */
    private boolean worth(Draft draft, Case one, Explained explained, Step step, IndexProposal index)
            throws InterruptedException {
        Optional<WithIndex> tried = trial.of(index, explained);
        if (tried.isEmpty()) {
            draft.plan(explained.plan().explained(), Confidence.GENERIC_PLAN)
                    .saves(one, part(explained, step), ", by the plan's costs");
            return true;
        }
        draft.with("cost without the index", tried.get().before(), "")
                .with("cost with the index", tried.get().after(), "")
                .plan(explained.plan().explained(), Confidence.HYPOPG)
                .saves(one, tried.get().drop(), ", by the costs with a hypothetical index");
        return tried.get().drop() >= LEAST_DROP;
    }

    private static Draft draft(Rule rule, Severity severity, Case one, Step step, TableFacts facts) {
        return Draft.of(rule, severity, one)
                .with("rows of " + name(step), facts.rows(), "rows")
                .with("pages of " + name(step), facts.pages(), "pages")
                .with("rows that are kept", step.rows(), "rows");
    }

    /** Whether it compares an expression, and nothing else of the filter compares the column as it is. */
    private static boolean hides(Term term, Step step, TableFacts facts) {
        ColumnFacts column = facts.columns().get(term.column());
        boolean text =
                term.type().equals("text") && column != null && column.type().equals("varchar");
        return !term.plain()
                && !text
                && column != null
                && term.alias().equals(step.alias())
                && List.of("=", "<").contains(term.operator())
                && (column.indexed() || !term.function().equals("::"));
    }

    /** The join that reads this table whole; what stands between does not change the rows. */
    private static Optional<Step> join(Step step) {
        return step.above()
                .dropWhile(above -> List.of("Hash", "Materialize", "Gather", "Sort", "Gather Merge", "Memoize")
                        .contains(above.type()))
                .findFirst()
                .filter(above -> !condition(above).isEmpty());
    }

    private static String condition(Step join) {
        for (String name : List.of("Hash Cond", "Merge Cond", "Join Filter")) {
            if (!join.text(name).isEmpty()) {
                return join.text(name);
            }
        }
        return "";
    }

    private static String name(Step step) {
        return step.table().map(Object::toString).orElse("the table");
    }

    private static double part(Explained explained, Step step) {
        return explained.plan().cost() > 0
                ? Math.min(1, step.cost() / explained.plan().cost())
                : 0;
    }
}
