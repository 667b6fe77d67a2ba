package io.dbvitals.guard.plan;

import io.dbvitals.config.guard.GuardConfig;
import io.dbvitals.config.guard.GuardConfig.Action;
import io.dbvitals.config.guard.GuardConfig.Level;
import io.dbvitals.config.guard.GuardConfig.Measure;
import io.dbvitals.config.guard.GuardConfig.Rule;
import io.dbvitals.guard.rule.Judge;
import io.dbvitals.guard.rule.Protection;
import io.dbvitals.guard.rule.Verdict;
import io.dbvitals.guard.session.Session;
import io.dbvitals.guard.session.Snapshot;
import io.dbvitals.guard.session.Waits;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Makes plans; touches nothing. */
public final class Planner {
    private final Map<String, Rule> rules;
    private final Protection protection;
    private final boolean asked;

    /** {@code asked}: whether a person asks for it, so that what only warns is reason enough. */
    public Planner(GuardConfig config, boolean asked) {
        this(config.rules(), new Protection(config.protect()), asked);
    }

    private Planner(Map<String, Rule> rules, Protection protection, boolean asked) {
        this.rules = new LinkedHashMap<>(rules);
        // What is to be seen of a server says nothing of how readings went.
        this.rules.values().removeIf(rule -> rule.measure() == Measure.OWN_FAILURES);
        this.protection = protection;
        this.asked = asked;
    }

    /** The plan for that moment. */
    public Plan plan(Snapshot snapshot) {
        List<Finding> findings = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        Set<Long> taken = new HashSet<>();
        rules.forEach((name, rule) -> {
            double possible = rule.ratio() ? possible(rule, snapshot) : 1;
            if (possible == 0) {
                // A part of what has no bound is nothing that could be too much.
                return;
            }
            Judge judge = new Judge(rule, protection, snapshot);
            long counted = counted(rule, judge, snapshot);
            Finding finding = Finding.of(name, rule, counted / possible);
            findings.add(finding);
            if (acts(rule, finding)) {
                // So many that what is left is below the warning; each root holds up others of its own.
                long enough = rule.measure() == Measure.BLOCKED
                        ? Long.MAX_VALUE
                        : 1 + counted - (long) Math.ceil(rule.warning() * possible);
                candidates(judge, snapshot).stream()
                        .limit(Math.max(0, enough))
                        .filter(session -> taken.add(session.id()))
                        .forEach(session -> steps.add(new Step(
                                name,
                                rule.action(),
                                session,
                                judge.of(session).why(),
                                judge.root(session).map(Waits.Root::victims).orElse(Set.of()))));
            }
        });
        return new Plan(findings, steps);
    }

    /** What each rule makes of a session of that moment, by the rule's name. */
    public Function<Session, Map<String, Verdict>> explain(Snapshot snapshot) {
        Map<String, Judge> judges = new LinkedHashMap<>();
        rules.forEach((name, rule) -> judges.put(name, new Judge(rule, protection, snapshot)));
        return session -> {
            Map<String, Verdict> verdicts = new LinkedHashMap<>();
            judges.forEach((name, judge) -> verdicts.put(name, judge.of(session)));
            return verdicts;
        };
    }

    private boolean acts(Rule rule, Finding finding) {
        boolean enough = (asked || rule.actAt() == Level.WARNING)
                ? finding.severity() != Finding.Severity.OK
                : finding.severity() == Finding.Severity.CRITICAL;
        return enough && rule.action() != Action.REPORT;
    }

    private static long counted(Rule rule, Judge judge, Snapshot snapshot) {
        return rule.measure() == Measure.LOCKS
                ? snapshot.locks()
                : snapshot.sessions().stream()
                        .filter(session -> judge.of(session).counts())
                        .count();
    }

    /** 0: no bound is known. */
    private static double possible(Rule rule, Snapshot snapshot) {
        return switch (rule.measure()) {
            case CONNECTIONS -> snapshot.maxConnections();
            case LOCKS -> snapshot.maxLocks();
            default -> Math.max(1, snapshot.clients().size());
        };
    }

    /** Those that may be ended: first those that block most, then those that have been at it longest. */
    private static List<Session> candidates(Judge judge, Snapshot snapshot) {
        Comparator<Session> victims = Comparator.comparingInt(session ->
                -judge.root(session).map(root -> root.victims().size()).orElse(0));
        return snapshot.sessions().stream()
                .filter(session -> judge.of(session).mayEnd())
                .sorted(victims.thenComparing(Session::age, Comparator.reverseOrder())
                        .thenComparingLong(Session::id))
                .toList();
    }
}
