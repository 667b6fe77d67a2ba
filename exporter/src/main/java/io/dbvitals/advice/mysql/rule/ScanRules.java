package io.dbvitals.advice.mysql.rule;

import io.dbvitals.advice.Advice;
import io.dbvitals.advice.Evidence;
import io.dbvitals.advice.Rule;
import io.dbvitals.advice.Severity;
import io.dbvitals.advice.Statement;
import io.dbvitals.advice.mysql.digest.Counters;
import io.dbvitals.advice.mysql.plan.Access;
import io.dbvitals.advice.mysql.plan.MySqlPlan;
import io.dbvitals.advice.mysql.plan.Predicate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rules about rows that are read in vain, for which an index is the remedy. */
final class ScanRules {
    /** So many rows are read whole sooner than by an index, or nobody would notice. */
    static final double FEW = 1000;

    private static final double BIG_TABLE = 10_000;
    private static final double IN_VAIN = 100;
    private static final double FAR_TOO_MANY = 1000;
    private static final double SMALL_INNER = 100;
    /** Without a plan nobody knows how big the inner table is; so long a join is felt. */
    private static final double FELT_SECONDS = 0.010;

    private static final double SLOW_JOIN_SECONDS = 1;
    private static final String AGGREGATE = "\\b(count|sum|avg|min|max|group_concat|std|variance)\\(|\\bgroup by\\b";

    private static final String BY_WHERE = "index the columns of its WHERE, those compared for equality first";

    private ScanRules() {}

    /** A query. What changes rows is {@link #fullScanWrite}'s. */
    static Optional<Advice> noIndexUsed(Suspect suspect) {
        double sent = Math.max(1, suspect.statement().counter(Counters.SENT));
        boolean inVain = suspect.statement().counter(Counters.EXAMINED) / sent > IN_VAIN;
        if (!suspect.reads() || !suspect.withoutIndex() || !inVain || !suspect.says("\\bwhere\\b")) {
            return Optional.empty();
        }
        Optional<Access> scan = suspect.plan().flatMap(MySqlPlan::filteredScan);
        double rows = scan.map(Access::rows).orElse(suspect.perCall(Counters.EXAMINED));
        Optional<String> remedy = index(suspect, scan);
        if ((suspect.plan().isPresent() && scan.isEmpty()) || !(rows >= BIG_TABLE) || remedy.isEmpty()) {
            return Optional.empty();
        }
        return suspect.explained(
                Rule.NO_INDEX_USED,
                suspect.warning(),
                evidence(suspect),
                remedy.get(),
                suspect.savesRows(),
                "more than half of its runs use an index, or it looks at no more than 100 rows for each that it sends");
    }

    /** Sums over many rows have to read them. */
    static Optional<Advice> rowsExamined(Suspect suspect) {
        if (suspect.examinedPerRow() <= FAR_TOO_MANY
                || suspect.perCall(Counters.EXAMINED) < FEW
                || suspect.says(AGGREGATE)
                || !suspect.says("\\bwhere\\b")
                || !(suspect.reads() || suspect.begins("UPDATE", "DELETE"))) {
            return Optional.empty();
        }
        Optional<Access> filtered = suspect.plan()
                .flatMap(plan -> plan.accesses().stream()
                        .filter(each -> !each.condition().isEmpty())
                        .max((a, b) -> Double.compare(a.rows(), b.rows())));
        Optional<String> remedy = index(suspect, filtered);
        if ((suspect.plan().isPresent() && filtered.isEmpty()) || remedy.isEmpty()) {
            return Optional.empty();
        }
        return suspect.explained(
                Rule.ROWS_EXAMINED,
                suspect.warning(),
                evidence(suspect),
                (suspect.withoutIndex() ? "" : "its index is not selective enough: ") + remedy.get(),
                suspect.savesRows(),
                "it looks at no more than 1000 rows for each that it sends or changes");
    }

    static Optional<Advice> unindexedJoin(Suspect suspect) {
        if (suspect.statement().counter(Counters.FULL_JOINS) == 0) {
            return Optional.empty();
        }
        Optional<Access> inner = suspect.plan().flatMap(MySqlPlan::innerScan);
        boolean felt = suspect.plan().isPresent()
                ? inner.isPresent() && inner.get().rows() >= SMALL_INNER
                : suspect.mean() >= FELT_SECONDS;
        if (!felt) {
            return Optional.empty();
        }
        List<Evidence> evidence = new ArrayList<>(List.of(
                new Evidence("joins without index", suspect.statement().counter(Counters.FULL_JOINS), ""),
                suspect.calls(),
                suspect.meanTime()));
        inner.ifPresent(access -> evidence.add(new Evidence("rows of the inner table", access.rows(), "rows")));
        return suspect.explained(
                Rule.UNINDEXED_JOIN,
                suspect.mean() >= SLOW_JOIN_SECONDS ? Severity.CRITICAL : suspect.warning(),
                evidence,
                inner.map(access -> "each join reads " + access.table() + " whole: "
                                + index(suspect, inner).orElse("join it by a column that has an index"))
                        .orElse("index the columns that the inner table of the join is joined by"),
                suspect.saves(0.9),
                "no join reads its inner table whole");
    }

    static Optional<Advice> fullScanWrite(Suspect suspect) {
        if (!suspect.begins("UPDATE", "DELETE")
                || !suspect.withoutIndex()
                || !suspect.says("\\bwhere\\b")
                || suspect.perCall(Counters.EXAMINED) < FEW
                || suspect.examinedPerRow() <= 1 / 0.5) {
            return Optional.empty();
        }
        Optional<Access> scan = suspect.plan().flatMap(MySqlPlan::filteredScan);
        return suspect.explained(
                Rule.FULL_SCAN_WRITE,
                Severity.CRITICAL,
                evidence(suspect),
                "every row that is read is locked until the transaction ends: "
                        + index(suspect, scan).orElse(BY_WHERE),
                suspect.savesRows(),
                "more than half of its runs use an index");
    }

    /** Empty where no index would serve the condition that the plan shows. */
    private static Optional<String> index(Suspect suspect, Optional<Access> access) {
        if (access.isEmpty()) {
            return Optional.of(BY_WHERE);
        }
        Optional<String> sql = suspect.index(access.get());
        if (sql.isPresent()) {
            return sql;
        }
        String table = access.get().table();
        List<Predicate> predicates = access.get().predicates();
        if (predicates.stream().anyMatch(each -> each.function().isPresent())) {
            return Optional.of(
                    "the condition on " + table + " is one on an expression: compare the bare column, or index a"
                            + " generated column of that expression");
        }
        if (predicates.stream().anyMatch(each -> each.kind() == Predicate.Kind.PATTERN)) {
            return Optional.of(
                    "the pattern on " + table + " begins with a wildcard, which no ordinary index serves: drop it, or"
                            + " search with MATCH … AGAINST and a FULLTEXT index");
        }
        return predicates.stream().anyMatch(each -> each.kind() != Predicate.Kind.OTHER)
                ? Optional.of("the condition on " + table
                        + " has no one index that serves it: give each side of its OR an index"
                        + " of its own, or make a UNION of them")
                : Optional.empty();
    }

    private static List<Evidence> evidence(Suspect suspect) {
        return List.of(
                suspect.examined(),
                suspect.examinedRatio(),
                new Evidence("calls without index", Math.min(1, suspect.perCall(Counters.NO_INDEX)) * 100, "%"),
                suspect.calls(),
                new Evidence("rows per call", suspect.perCall(Statement.ROWS), "rows"));
    }
}
