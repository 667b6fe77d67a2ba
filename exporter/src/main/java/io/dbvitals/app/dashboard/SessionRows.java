package io.dbvitals.app.dashboard;

import io.dbvitals.api.dashboard.PlannedStep;
import io.dbvitals.api.dashboard.SessionNode;
import io.dbvitals.app.dashboard.Sections.Rows;
import io.dbvitals.app.guard.Answer;
import io.dbvitals.config.guard.GuardConfig;
import io.dbvitals.config.select.Globs;
import io.dbvitals.guard.act.Round;
import io.dbvitals.guard.plan.Planner;
import io.dbvitals.guard.rule.Verdict;
import io.dbvitals.guard.session.Session;
import io.dbvitals.guard.session.Session.State;
import io.dbvitals.guard.session.Snapshot;
import io.dbvitals.guard.session.Trait;
import io.dbvitals.guard.session.Waits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The sessions of one target that do something or hold something, those that others wait for first, each with those that wait for it. */
final class SessionRows {
    private static final int MOST = 50;
    private static final int DEEPEST = 30;

    private final String target;
    private final Snapshot seen;
    private final Function<Session, Map<String, Verdict>> explain;
    private final Map<Long, Set<Long>> waiters = new TreeMap<>();
    private final Set<Long> shown = new HashSet<>();
    private int left = MOST;

    private SessionRows(Answer answer, Snapshot seen, GuardConfig guard) {
        this.target = answer.target();
        this.seen = seen;
        this.explain = new Planner(guard, true).explain(seen);
        seen.waits()
                .waits()
                .forEach(wait -> waiters.computeIfAbsent(wait.blocker(), id -> new TreeSet<>())
                        .add(wait.waiter()));
    }

    static Rows<SessionNode> of(Answer answer, GuardConfig guard) {
        if (answer.round().isEmpty()) {
            return Rows.missing(answer.failure());
        }
        Round round = answer.round().get();
        return new SessionRows(answer, round.seen(), guard).rows(String.join("; ", round.troubles()));
    }

    /** None where the guard may not look there. */
    static Rows<PlannedStep> plan(Answer answer, GuardConfig guard) {
        if (answer.round().isEmpty()) {
            return Rows.missing(answer.failure());
        }
        if (!guard.targets().isEmpty() && !Globs.any(guard.targets(), answer.target())) {
            return Rows.of(List.of());
        }
        return Rows.of(answer.round().get().plan().steps().stream()
                .map(step -> new PlannedStep(
                        answer.target(),
                        step.rule(),
                        step.action().name().toLowerCase(Locale.ROOT),
                        step.session().id(),
                        step.session().user() + " in " + step.session().database(),
                        step.why(),
                        step.victims().size()))
                .toList());
    }

    private Rows<SessionNode> rows(String trouble) {
        List<SessionNode> rows = new ArrayList<>();
        for (Waits.Root root : seen.waits().roots()) {
            if (left > 0) {
                rows.add(node(root.blocker(), root.longest(), 0));
            }
        }
        List<Session> others = seen.clients().stream()
                .filter(session -> !shown.contains(session.id()) && !session.has(Trait.OURSELVES))
                .filter(session -> session.state() != State.IDLE)
                .sorted(Comparator.comparing(Session::age).reversed())
                .toList();
        others.stream().limit(left).forEach(session -> rows.add(node(session, List.of())));
        int waiting = seen.waits().waiters().size();
        long treed = shown.stream()
                .filter(id -> seen.waits().waiters().containsKey(id))
                .count();
        int cut = others.isEmpty() || left >= others.size() ? 0 : others.size() - left;
        return new Rows<>(rows, trouble, cut + (int) Math.max(0, left > 0 ? 0 : waiting - treed));
    }

    private SessionNode node(long id, Duration waited, int depth) {
        left--;
        shown.add(id);
        List<SessionNode> below = new ArrayList<>();
        for (long waiter : waiters.getOrDefault(id, Set.of())) {
            if (left > 0 && depth < DEEPEST && !shown.contains(waiter)) {
                below.add(node(waiter, waited, depth + 1));
            }
        }
        Optional<Session> session = seen.session(id);
        return session.isPresent() ? node(session.get(), below) : nobody(id, waited, below);
    }

    private SessionNode node(Session session, List<SessionNode> below) {
        return new SessionNode(
                target,
                session.id(),
                session.user(),
                session.database(),
                session.application(),
                session.state().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                session.statement().split(" ", 2)[0],
                session.waitsFor(),
                session.age(),
                verdict(session),
                below);
    }

    /** What is no session, and holds a lock all the same. */
    private SessionNode nobody(long id, Duration waited, List<SessionNode> below) {
        String state = id == Waits.PREPARED ? "prepared transaction" : "not known who holds the lock";
        return new SessionNode(target, id, "", "", "", state, "", "", waited, "", below);
    }

    /** What would be ended comes before what only counts. */
    private String verdict(Session session) {
        Map<String, Verdict> verdicts = explain.apply(session);
        return verdicts.entrySet().stream()
                .filter(each -> each.getValue().counts())
                .filter(each -> !each.getKey().startsWith("connections"))
                .min(Comparator.comparing(each -> !each.getValue().mayEnd()))
                .map(each -> each.getKey() + ": " + each.getValue().why())
                .orElse("");
    }
}
