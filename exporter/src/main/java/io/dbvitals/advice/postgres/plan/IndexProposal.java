package io.dbvitals.advice.postgres.plan;

import io.dbvitals.advice.postgres.plan.TableFacts.ColumnFacts;
import io.dbvitals.advice.postgres.text.Term;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An index that is not there.
 *
 * @param keys columns or expressions as a statement writes them
 */
public record IndexProposal(TableName table, List<String> keys) {
    private static final int MOST_KEYS = 3;
    /** A column of fewer values narrows nothing. */
    private static final int FEWEST_VALUES = 4;

    private static final Pattern SORTED =
            Pattern.compile("(\"[^\"]+\"|[\\w$]+)\\.(\"(?:[^\"]|\"\")+\"|[\\w$]+)(?: DESC)?");

    public IndexProposal {
        keys = List.copyOf(keys);
    }

    /** For the rows that the scan's filter keeps: columns compared for equality first, then one of a range, else those sorted by. */
    public static Optional<IndexProposal> forFilter(Step scan, TableFacts facts) {
        List<Term> terms = Term.of(scan.text("Filter")).stream()
                .filter(term -> term.alias().equals(scan.alias()) && comparesColumn(term, facts))
                .toList();
        List<String> keys = new ArrayList<>();
        terms.stream()
                .filter(term -> term.operator().equals("=") && narrows(facts, term.column()))
                .map(Term::column)
                .distinct()
                .sorted(Comparator.comparingDouble((String column) -> distinct(facts, column))
                        .reversed())
                .limit(MOST_KEYS)
                .forEach(column -> keys.add(TableName.quoted(column)));
        if (keys.size() < MOST_KEYS) {
            terms.stream()
                    .filter(term -> term.operator().equals("<"))
                    .map(term -> TableName.quoted(term.column()))
                    .filter(column -> !keys.contains(column))
                    .findFirst()
                    .ifPresentOrElse(keys::add, () -> keys.addAll(sorted(scan, keys)));
        }
        return of(scan, keys);
    }

    /** For the rows of that table that a join's condition finds. */
    public static Optional<IndexProposal> forJoin(Step scan, Term condition) {
        return of(scan, List.of(TableName.quoted(condition.column())));
    }

    /** Of an expression that its filter compares. */
    public static Optional<IndexProposal> forExpression(Step scan, String expression) {
        return of(scan, List.of("(" + expression + ")"));
    }

    /** The statement that makes it while others write. */
    public String statement() {
        return "CREATE INDEX CONCURRENTLY ON " + table + " (" + String.join(", ", keys) + ")";
    }

    String hypothetical() {
        return "CREATE INDEX ON " + table + " (" + String.join(", ", keys) + ")";
    }

    private static Optional<IndexProposal> of(Step scan, List<String> keys) {
        return keys.isEmpty() ? Optional.empty() : scan.table().map(table -> new IndexProposal(table, keys));
    }

    private static boolean comparesColumn(Term term, TableFacts facts) {
        return facts.column(term.column())
                .filter(column -> term.plain()
                        || (term.function().equals("::")
                                && column.readAsText()
                                && term.type().equals("text")))
                .isPresent();
    }

    private static boolean narrows(TableFacts facts, String column) {
        double distinct = distinct(facts, column);
        return distinct == 0 || distinct >= FEWEST_VALUES;
    }

    private static double distinct(TableFacts facts, String column) {
        return facts.column(column).map(ColumnFacts::distinct).orElse(0.0);
    }

    /** What the scan's rows are sorted by, where that is its own columns in one direction. */
    private static List<String> sorted(Step scan, List<String> before) {
        List<String> keys = new ArrayList<>();
        Optional<Step> sort = scan.above()
                .dropWhile(step -> step.type().startsWith("Gather"))
                .findFirst()
                .filter(step -> step.type().equals("Sort"));
        if (before.isEmpty() || sort.isEmpty()) {
            return keys;
        }
        String all = sort.get().text("Sort Key");
        int descending = all.split(" DESC", -1).length - 1;
        String[] parts = all.split(", ", -1);
        for (String part : parts) {
            Matcher matcher = SORTED.matcher(part);
            if (!matcher.matches() || (descending != 0 && descending != parts.length)) {
                return List.of();
            }
            if (before.size() + keys.size() < MOST_KEYS && !before.contains(matcher.group(2))) {
                keys.add(matcher.group(2));
            }
        }
        return keys;
    }
}
