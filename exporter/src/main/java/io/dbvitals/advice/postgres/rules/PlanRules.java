package io.dbvitals.advice.postgres.rules;

import io.dbvitals.advice.Advice;
import io.dbvitals.advice.Confidence;
import io.dbvitals.advice.Rule;
import io.dbvitals.advice.Severity;
import io.dbvitals.advice.postgres.plan.Explained;
import io.dbvitals.advice.postgres.plan.Step;
import io.dbvitals.advice.postgres.text.Sql;
import java.util.ArrayList;
import java.util.List;

/** What the plan of one statement shows, beside missing indexes. */
public final class PlanRules {
    private static final double MANY_ROWS = 10_000;
    private static final double FAR_OFF = 100;
    private static final double SOME_CALLS = 10;

    private PlanRules() {}

    public static List<Advice> of(Case one, Explained explained) {
        List<Advice> found = new ArrayList<>();
        sort(one, explained, found);
        random(one, explained, found);
        notIn(one, explained, found);
        estimate(one, explained, found);
        return found;
    }

    private static void sort(Case one, Explained explained, List<Advice> found) {
        explained.plan().steps().stream()
                .filter(step -> step.type().equals("Sort") && !isRandom(step))
                .filter(step ->
                        below(explained, step).stream().anyMatch(Step::readsWholeTable) && step.rows() >= MANY_ROWS)
                .findFirst()
                .ifPresent(step -> found.add(Draft.of(Rule.BIG_SORT, Severity.LOW, one)
                        .with("rows to sort", step.rows(), "rows")
                        .plan(explained.plan().explained(), Confidence.GENERIC_PLAN)
                        .saves(one, part(explained, step), ", by the plan's costs")
                        .advise(
                                "It sorts all rows of a scan by "
                                        + Sql.of(step.text("Sort Key")).redacted()
                                        + ". An index in that order gives them sorted, and with LIMIT the first ones"
                                        + " at once; without LIMIT ask for fewer rows.",
                                "the plan sorts less than 10000 rows of a scan")));
    }

    private static void random(Case one, Explained explained, List<Advice> found) {
        explained.plan().steps().stream()
                .filter(step -> step.type().equals("Sort") && isRandom(step) && step.rows() >= MANY_ROWS)
                .findFirst()
                .ifPresent(step -> found.add(Draft.of(Rule.COSTLY_FORM, Severity.warning(one.share()), one)
                        .with("rows to sort", step.rows(), "rows")
                        .plan(explained.plan().explained(), Confidence.GENERIC_PLAN)
                        .saves(one, part(explained, step), ", by the plan's costs")
                        .advise(
                                "ORDER BY random() reads and sorts all rows to keep a few. Pick random keys first"
                                        + " (between the least and the greatest), or use TABLESAMPLE.",
                                "the statement does not sort by random()")));
    }

    private static void notIn(Case one, Explained explained, List<Advice> found) {
        explained.plan().steps().stream()
                .filter(step ->
                        unhashed(step) && step.rows() >= 1 && explained.plan().cost() >= MANY_ROWS)
                .findFirst()
                .ifPresent(step -> found.add(Draft.of(Rule.COSTLY_FORM, Severity.warning(one.share()), one)
                        .with("cost of the plan", explained.plan().cost(), "")
                        .plan(explained.plan().explained(), Confidence.GENERIC_PLAN)
                        .saves(one, part(explained, step), ", by the plan's costs")
                        .advise(
                                "NOT IN (SELECT …) runs through the subquery's rows for each row. NOT EXISTS with the"
                                        + " same condition can be joined; mind that NOT IN gives nothing where the"
                                        + " subquery has a NULL.",
                                "the plan's filter has no NOT with an unhashed SubPlan")));
    }

    /** The statement's own rows are counted; those of a LIMIT and of changes say nothing of the estimate. */
    private static void estimate(Case one, Explained explained, List<Advice> found) {
        double estimated = Math.max(1, explained.plan().root().rows());
        double actual = Math.max(1, one.rowsPerCall());
        double off = Math.max(estimated / actual, actual / estimated);
        boolean whole = explained.sql().verb().equals("select")
                && !explained.plan().root().type().equals("Limit")
                && one.statement().calls() >= SOME_CALLS;
        if (whole && off > FAR_OFF) {
            found.add(Draft.of(Rule.WRONG_ESTIMATE, Severity.warning(one.share()), one)
                    .with("rows estimated", explained.plan().root().rows(), "rows")
                    .with("rows per call", one.rowsPerCall(), "rows")
                    .plan(explained.plan().explained(), Confidence.GENERIC_PLAN)
                    .advise(
                            "The planner expects another number of rows than the statement gives, so it may choose the"
                                    + " wrong way. ANALYZE its tables; where conditions depend on each other CREATE"
                                    + " STATISTICS (dependencies, mcv) on their columns; where few values are frequent"
                                    + " raise the column's statistics target. The plan has no values: for frequent"
                                    + " ones the server may know better.",
                            "the estimate is within a factor of 100 of the rows per call"));
        }
    }

    private static boolean isRandom(Step step) {
        return Sql.of(step.text("Sort Key")).has("random", "(", ")");
    }

    private static boolean unhashed(Step step) {
        String filter = step.text("Filter") + " " + step.text("Join Filter");
        return filter.contains("SubPlan")
                && filter.contains("NOT (")
                && !filter.contains("hashed SubPlan")
                && step.json().items("Plans").stream()
                        .anyMatch(child -> child.text("Parent Relationship").equals("SubPlan"));
    }

    private static List<Step> below(Explained explained, Step step) {
        return explained.plan().steps().stream()
                .filter(other -> other.above().anyMatch(step::equals))
                .toList();
    }

    /** Of the plan's cost. */
    private static double part(Explained explained, Step step) {
        return explained.plan().cost() > 0
                ? Math.min(1, step.cost() / explained.plan().cost())
                : 0;
    }
}
