package io.dbvitals.advice.mysql.rule;

import io.dbvitals.advice.Advice;
import io.dbvitals.advice.Rule;
import io.dbvitals.advice.Statement;
import io.dbvitals.advice.mysql.digest.Counters;
import io.dbvitals.advice.mysql.digest.DigestReader;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** All rules for a statement. Where two would say the same, the more exact one does. */
public final class StatementRules {
    private static final Map<Rule, Function<Suspect, Optional<Advice>>> RULES = rules();

    /** What makes the second one say nothing that the first has not said. */
    private static final Map<Rule, List<Rule>> COVERED_BY = Map.of(
            Rule.ROWS_EXAMINED,
            List.of(
                    Rule.NO_INDEX_USED,
                    Rule.FULL_SCAN_WRITE,
                    Rule.DEEP_OFFSET,
                    Rule.EXPRESSION_FILTER,
                    Rule.COSTLY_FORM),
            Rule.NO_INDEX_USED,
            List.of(Rule.EXPRESSION_FILTER, Rule.COSTLY_FORM));

    private StatementRules() {}

    private static Map<Rule, Function<Suspect, Optional<Advice>>> rules() {
        Map<Rule, Function<Suspect, Optional<Advice>>> rules = new EnumMap<>(Rule.class);
        rules.put(Rule.TIME_CONSUMER, CounterRules::timeConsumer);
        rules.put(Rule.NO_INDEX_USED, ScanRules::noIndexUsed);
        rules.put(Rule.ROWS_EXAMINED, ScanRules::rowsExamined);
        rules.put(Rule.UNINDEXED_JOIN, ScanRules::unindexedJoin);
        rules.put(Rule.DISK_TEMPORARY, CounterRules::diskTemporary);
        rules.put(Rule.BIG_SORT, CounterRules::bigSort);
        rules.put(Rule.N_PLUS_ONE, CounterRules::nPlusOne);
        rules.put(Rule.LOCK_WAITS, CounterRules::lockWaits);
        rules.put(Rule.UNSTABLE_TIME, CounterRules::unstableTime);
        rules.put(Rule.FULL_SCAN_WRITE, ScanRules::fullScanWrite);
        rules.put(Rule.EXPRESSION_FILTER, FormRules::expressionFilter);
        rules.put(Rule.DEEP_OFFSET, FormRules::deepOffset);
        rules.put(Rule.COSTLY_FORM, FormRules::costlyForm);
        rules.put(Rule.WRONG_ESTIMATE, FormRules::wrongEstimate);
        rules.put(Rule.FAILING, CounterRules::failing);
        return rules;
    }

    /** Whether a plan could tell more of it than its counters do. */
    public static boolean wantsPlan(Statement statement) {
        String verb = statement.text().replaceFirst("^\\(+", "");
        return verb.matches("(?is)(SELECT|WITH|UPDATE|DELETE)\\b.*")
                && (statement.perCall(Counters.EXAMINED) >= ScanRules.FEW
                        || statement.counter(Counters.FULL_JOINS) > 0
                        || statement.counter(Counters.MERGE_PASSES) > 0
                        || statement.counter(Counters.DISK_TEMPORARY) > 0);
    }

    /** All advice for one statement. */
    public static List<Advice> judge(Suspect suspect) {
        Map<Rule, Advice> found = new EnumMap<>(Rule.class);
        if (!suspect.statement().id().equals(DigestReader.UNLISTED_ID)) {
            RULES.forEach((rule, judge) -> judge.apply(suspect).ifPresent(advice -> found.put(rule, advice)));
        }
        List<Advice> advice = new ArrayList<>();
        found.forEach((rule, each) -> {
            if (COVERED_BY.getOrDefault(rule, List.of()).stream().noneMatch(found::containsKey)) {
                advice.add(each);
            }
        });
        return advice;
    }
}
