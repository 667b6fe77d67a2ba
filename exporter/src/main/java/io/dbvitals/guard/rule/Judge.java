package io.dbvitals.guard.rule;

import io.dbvitals.config.guard.GuardConfig.Rule;
import io.dbvitals.config.select.Globs;
import io.dbvitals.guard.session.Age;
import io.dbvitals.guard.session.Session;
import io.dbvitals.guard.session.Snapshot;
import io.dbvitals.guard.session.Trait;
import io.dbvitals.guard.session.Waits;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Applies one rule to the sessions of one snapshot. */
public final class Judge {
    private final Rule rule;
    private final Protection protection;
    private final Snapshot snapshot;
    private final List<Pattern> applications;
    private final Map<Long, Duration> waiters;
    private final Map<Long, Waits.Root> roots;

    /** All that a session must match has to hold at once. */
    public Judge(Rule rule, Protection protection, Snapshot snapshot) {
        this.rule = rule;
        this.protection = protection;
        this.snapshot = snapshot;
        this.applications = rule.applications().stream()
                .map(text -> Pattern.compile(text, Pattern.DOTALL))
                .toList();
        this.waiters = snapshot.waits().waiters();
        this.roots =
                snapshot.waits().roots().stream().collect(Collectors.toMap(Waits.Root::blocker, Function.identity()));
    }

    /** Whether the session counts, and whether it would be ended. */
    public Verdict of(Session session) {
        if (session.has(Trait.NO_CLIENT)) {
            return Verdict.out(Trait.NO_CLIENT.text());
        }
        return switch (rule.measure()) {
            case LOCKS -> Verdict.out("the rule counts locks");
            case OWN_FAILURES -> Verdict.out("the rule is about our own connections");
            case CONNECTIONS -> connection(session);
            case IDLE_IN_TRANSACTION -> idleInTransaction(session);
            case LONG_QUERIES -> longQuery(session);
            case BLOCKED -> blocked(session);
        };
    }

    /** Those that wait for it, of those that the rule counts. */
    public Optional<Waits.Root> root(Session session) {
        return Optional.ofNullable(roots.get(session.id()));
    }

    private Verdict connection(Session session) {
        Optional<String> foreign = foreign(session);
        if (foreign.isPresent()) {
            return Verdict.out(foreign.get());
        }
        if (session.state() != Session.State.IDLE) {
            return Verdict.spared("counts, but is not idle");
        }
        return tooYoung(session.sinceState(), "idle")
                .map(why -> Verdict.spared("counts, but is " + why))
                .orElseGet(() -> unlessProtected(session, "idle for " + Age.text(session.sinceState())));
    }

    private Verdict idleInTransaction(Session session) {
        Optional<String> foreign = foreign(session);
        if (foreign.isPresent()) {
            return Verdict.out(foreign.get());
        }
        if (!session.state().idleInTransaction()) {
            return Verdict.out("not idle in a transaction");
        }
        Optional<String> young = tooYoung(session.sinceState(), "idle in its transaction");
        if (young.isPresent()) {
            return Verdict.out(young.get());
        }
        String idle = "idle in its transaction for " + Age.text(session.sinceState());
        Optional<Waits.Root> root = root(session);
        if (root.isPresent()) {
            return unlessProtected(session, idle + ", and " + victims(root.get()));
        }
        return session.has(Trait.HOLDS_HORIZON)
                ? unlessProtected(session, idle + ", and " + Trait.HOLDS_HORIZON.text())
                : Verdict.spared(idle + ", but blocks nobody and holds back nothing: only reported");
    }

    private Verdict longQuery(Session session) {
        Optional<String> foreign = foreign(session);
        if (foreign.isPresent()) {
            return Verdict.out(foreign.get());
        }
        if (session.state() != Session.State.ACTIVE) {
            return Verdict.out("runs nothing");
        }
        if (session.blocked()) {
            return Verdict.out("waits for a lock: a victim");
        }
        return tooYoung(session.sinceStatement(), "running")
                .map(Verdict::out)
                .orElseGet(() -> unlessProtected(session, "runs for " + Age.text(session.sinceStatement())));
    }

    /** Those who wait count; those at the root may be ended. */
    private Verdict blocked(Session session) {
        Duration waiting = waiters.get(session.id());
        if (waiting != null) {
            Optional<String> foreign = foreign(session).or(() -> tooYoung(waiting, "waiting"));
            return foreign.map(Verdict::out)
                    .orElseGet(() -> Verdict.spared("waits for " + Age.text(waiting) + ": a victim, not a root"));
        }
        Optional<Waits.Root> root = root(session);
        if (root.isEmpty()) {
            return Verdict.out("neither waits nor blocks");
        }
        if (root.get().longest().compareTo(rule.minAge()) < 0) {
            return Verdict.out(
                    "blocks others for " + Age.text(root.get().longest()) + ", less than " + Age.text(rule.minAge()));
        }
        if (root.get().victims().stream()
                .flatMap(id -> snapshot.session(id).stream())
                .noneMatch(victim -> blocked(victim).counts())) {
            return Verdict.out("blocks nobody that the rule is for");
        }
        Verdict verdict = unlessProtected(session, victims(root.get()));
        return new Verdict(false, verdict.mayEnd(), verdict.why());
    }

    private static String victims(Waits.Root root) {
        int number = root.victims().size();
        return "blocks " + number + (number == 1 ? " session" : " sessions") + ", the longest for "
                + Age.text(root.longest());
    }

    private Verdict unlessProtected(Session session, String why) {
        return protection
                .reason(session)
                .map(reason -> Verdict.spared(why + ", but protected: " + reason))
                .orElseGet(() -> Verdict.in(why));
    }

    private Optional<String> tooYoung(Duration age, String what) {
        return age.compareTo(rule.minAge()) < 0
                ? Optional.of(what + " for " + Age.text(age) + ", less than " + Age.text(rule.minAge()))
                : Optional.empty();
    }

    private Optional<String> foreign(Session session) {
        if (!rule.databases().isEmpty() && !Globs.any(rule.databases(), session.database())) {
            return Optional.of("the rule is for other databases");
        }
        if (!rule.users().isEmpty() && !Globs.any(rule.users(), session.user())) {
            return Optional.of("the rule is for other users");
        }
        boolean named = applications.isEmpty()
                || applications.stream()
                        .anyMatch(each -> each.matcher(session.application()).matches());
        return named ? Optional.empty() : Optional.of("the rule is for other applications");
    }
}
