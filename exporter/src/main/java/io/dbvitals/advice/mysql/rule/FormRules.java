package io.dbvitals.advice.mysql.rule;

import io.dbvitals.advice.Advice;
import io.dbvitals.advice.Evidence;
import io.dbvitals.advice.Gain;
import io.dbvitals.advice.Rule;
import io.dbvitals.advice.mysql.catalog.Index;
import io.dbvitals.advice.mysql.catalog.Table;
import io.dbvitals.advice.mysql.digest.Counters;
import io.dbvitals.advice.mysql.plan.Access;
import io.dbvitals.advice.mysql.plan.MySqlPlan;
import io.dbvitals.advice.mysql.plan.Predicate;
import java.util.List;
import java.util.Optional;

/** Rules about how a statement is written, and about the planner being wrong; the counters say that it costs. */
final class FormRules {
    private static final double SKIPPED = 10;
    private static final double FAR_OFF = 100;

    private FormRules() {}

    /** A column that has an index stands in an expression, or is a text that is compared with a number. */
    static Optional<Advice> expressionFilter(Suspect suspect) {
        for (Access access : suspect.plan().map(MySqlPlan::accesses).orElse(List.of())) {
            Optional<Table> table = suspect.table(access);
            if (!access.whole() || !(access.rows() >= ScanRules.FEW) || table.isEmpty()) {
                continue;
            }
            for (Predicate predicate : access.predicates()) {
                Optional<Index> index = table.get().indexOn(predicate.column());
                Optional<String> remedy = remedy(predicate, table.get());
                if (index.isPresent() && remedy.isPresent()) {
                    return suspect.explained(
                            Rule.EXPRESSION_FILTER,
                            suspect.warning(),
                            List.of(suspect.examined(), suspect.examinedRatio(), suspect.calls()),
                            "the index " + index.get().name() + " of "
                                    + table.get().fullName() + " is not used: " + remedy.get(),
                            suspect.savesRows(),
                            "the plan reads " + table.get().name() + " by an index");
                }
            }
        }
        return Optional.empty();
    }

    /** A function is not named: what stands before a bracket in a plan may be part of a value. */
    private static Optional<String> remedy(Predicate predicate, Table table) {
        if (predicate.function().isPresent()) {
            return Optional.of("the column " + predicate.column()
                    + " stands in an expression; compare the bare column, or index a generated column of that"
                    + " expression");
        }
        boolean text = table.type(predicate.column()).matches("(var)?char|.*text|enum|set");
        return text
                        && predicate.numeric()
                        && predicate.kind() != Predicate.Kind.OTHER
                        && predicate.kind() != Predicate.Kind.PATTERN
                ? Optional.of("the text column " + predicate.column()
                        + " is compared with a number; send a text, or make the column a number")
                : Optional.empty();
    }

    static Optional<Advice> deepOffset(Suspect suspect) {
        if (!suspect.says("\\boffset \\?|\\blimit \\?, ?(\\?|\\.\\.\\.)|\\blimit \\.\\.\\.")
                || suspect.perCall(Counters.EXAMINED) < ScanRules.FEW
                || suspect.examinedPerRow() <= SKIPPED) {
            return Optional.empty();
        }
        return suspect.counted(
                Rule.DEEP_OFFSET,
                suspect.warning(),
                List.of(suspect.examined(), suspect.examinedRatio(), suspect.calls()),
                "rows are read and thrown away by OFFSET: remember the last key of a page and go on behind it"
                        + " (WHERE key > ? ORDER BY key LIMIT ?)",
                suspect.savesRows(),
                "it looks at no more than ten rows for each that it sends");
    }

    static Optional<Advice> costlyForm(Suspect suspect) {
        if (suspect.perCall(Counters.EXAMINED) < ScanRules.FEW) {
            return Optional.empty();
        }
        if (suspect.says("\\border by\\b.*\\brand\\((\\?)?\\)")) {
            return suspect.counted(
                    Rule.COSTLY_FORM,
                    suspect.warning(),
                    List.of(suspect.examined(), suspect.examinedRatio(), suspect.calls()),
                    "ORDER BY RAND() gives every row a number and sorts them all: pick random keys first, and fetch their rows",
                    suspect.savesRows(),
                    "it does not sort by RAND()");
        }
        Optional<Access> each = suspect.plan()
                .flatMap(plan -> plan.accesses().stream()
                        .filter(access -> access.dependent() && !access.type().matches("const|eq_ref|unique_subquery"))
                        .max((a, b) -> Double.compare(a.rows(), b.rows())));
        if (!suspect.says("\\bnot in \\(select\\b") || each.isEmpty()) {
            return Optional.empty();
        }
        return suspect.explained(
                Rule.COSTLY_FORM,
                suspect.warning(),
                List.of(
                        suspect.examined(),
                        new Evidence("rows of the subquery", finite(each.get().rows()), "rows"),
                        suspect.calls()),
                "NOT IN runs its subquery anew for rows of the query around it: write NOT EXISTS, with an index on the column"
                        + " that it compares, and let columns that are never NULL say so",
                suspect.savesRows(),
                "the plan runs the subquery once, or finds its row by an index");
    }

    /** What was counted against what the plan thinks: nothing has to be run for it. */
    static Optional<Advice> wrongEstimate(Suspect suspect) {
        double estimated = suspect.plan()
                .filter(plan -> plan.accesses().stream().noneMatch(Access::dependent))
                .map(MySqlPlan::estimatedRows)
                .orElse(Double.NaN);
        double examined = suspect.perCall(Counters.EXAMINED);
        if (!(examined >= ScanRules.FEW) || !(examined / Math.max(1, estimated) > FAR_OFF)) {
            return Optional.empty();
        }
        String tables = String.join(
                ", ",
                suspect.plan().map(MySqlPlan::accesses).orElse(List.of()).stream()
                        .flatMap(access -> suspect.table(access).map(Table::fullName).stream())
                        .distinct()
                        .toList());
        return suspect.explained(
                Rule.WRONG_ESTIMATE,
                suspect.warning(),
                List.of(
                        suspect.examined(),
                        new Evidence("rows that the plan expects", estimated, "rows"),
                        suspect.calls()),
                "ANALYZE TABLE " + tables
                        + "; if that changes nothing, the values are unevenly spread: give their columns a"
                        + " histogram (MySQL: ANALYZE TABLE … UPDATE HISTOGRAM ON …; MariaDB: ANALYZE TABLE … PERSISTENT FOR"
                        + " ALL)",
                Gain.of("a plan that fits the rows"),
                "it looks at no more than a hundred times the rows that the plan expects");
    }

    private static double finite(double value) {
        return Double.isFinite(value) ? value : 0;
    }
}
