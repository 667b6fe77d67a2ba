package io.dbvitals.guard.act;

import io.dbvitals.config.guard.GuardConfig;
import io.dbvitals.config.guard.GuardConfig.Action;
import io.dbvitals.guard.audit.AuditEntry;
import io.dbvitals.guard.audit.AuditException;
import io.dbvitals.guard.audit.AuditField;
import io.dbvitals.guard.audit.AuditLog;
import io.dbvitals.guard.audit.AuditOutcome;
import io.dbvitals.guard.audit.Pending;
import io.dbvitals.guard.plan.Plan;
import io.dbvitals.guard.plan.Planner;
import io.dbvitals.guard.plan.Step;
import io.dbvitals.guard.session.GuardedServer;
import io.dbvitals.guard.session.GuardedServer.Ending;
import io.dbvitals.guard.session.GuardedServer.Means;
import io.dbvitals.guard.session.Session;
import io.dbvitals.guard.session.Session.State;
import io.dbvitals.guard.session.Snapshot;
import io.dbvitals.scrape.CollectException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Looks at servers, and ends what the rules want ended: one session after the other, with a new look before each. */
public final class Guard {
    /** A session whose statement was cancelled may be idle in its transaction then; more is not tried. */
    private static final int MOST_TRIES = 2;

    private final GuardConfig config;
    private final Planner planner;
    private final AuditLog audit;
    private final Caller caller;
    private final CountDownLatch stopped = new CountDownLatch(1);

    /**
     * On whose behalf it works.
     *
     * @param actor for the audit log: a user, {@code schedule}
     * @param mode {@code watch} or {@code cleanup}
     * @param asked whether a person asks for it: see {@link Planner}
     */
    public record Caller(String actor, String mode, boolean asked) {}

    public Guard(GuardConfig config, AuditLog audit, Caller caller) {
        this.config = config;
        this.planner = new Planner(config, caller.asked());
        this.audit = audit;
        this.caller = caller;
    }

    /** Ends a round that is under way before its next action. */
    public void stop() {
        stopped.countDown();
    }

    /** Whether it was told to stop. */
    public boolean stopped() {
        return stopped.getCount() == 0;
    }

    /**
     * One look; nothing is done.
     *
     * @throws CollectException when the server cannot be asked
     */
    public Round look(String target, GuardedServer server) throws CollectException {
        Snapshot seen = server.look();
        return new Round(target, planner.plan(seen), seen, List.of(), seen.missingToSee(), Optional.empty());
    }

    /**
     * One round, with actions.
     *
     * @throws CollectException when the server cannot be asked
     * @throws AuditException when an action cannot be put on record; it is not done then
     */
    public Round act(String target, GuardedServer server)
            throws CollectException, AuditException, InterruptedException {
        return act(target, server, step -> true);
    }

    /**
     * The same, for some only.
     *
     * @param wanted those steps of each plan that are carried out; the others are as if no rule wanted them
     */
    public Round act(String target, GuardedServer server, Predicate<Step> wanted)
            throws CollectException, AuditException, InterruptedException {
        Snapshot seen = server.look();
        Plan plan = planner.plan(seen).only(wanted);
        Round first = new Round(target, plan, seen, List.of(), seen.missing(), Optional.empty());
        if (first.plan().steps().isEmpty()) {
            return first;
        }
        if (!server.claim()) {
            return new Round(
                    target,
                    first.plan(),
                    first.seen(),
                    List.of(),
                    first.troubles(),
                    Optional.of("another guard works on " + server.address() + "; this one leaves it to it"));
        }
        try {
            return carryOut(target, server, first, wanted);
        } finally {
            release(server);
        }
    }

    /** A connection that is lost has lost the claim, too. */
    private static void release(GuardedServer server) {
        try {
            server.release();
        } catch (CollectException e) {
            server.close();
        }
    }

    private Round carryOut(String target, GuardedServer server, Round first, Predicate<Step> wanted)
            throws CollectException, AuditException, InterruptedException {
        List<Deed> deeds = new ArrayList<>();
        Map<String, Integer> tries = new HashMap<>();
        Caps caps = new Caps(config.limits(), audit, target);
        long end = System.nanoTime() + config.timeout().toNanos();
        // Another guard may have acted between the look that gave reason to claim, and the claim.
        Plan plan = planner.plan(server.look()).only(wanted);
        while (true) {
            Optional<Step> step = next(plan, target, caps, tries, deeds);
            if (step.isEmpty()) {
                return with(first, deeds, "");
            }
            tries.merge(key(step.get().session()), 1, Integer::sum);
            caps.count(step.get());
            Deed deed = carryOut(target, server, step.get());
            deeds.add(deed);
            if (deed.outcome() == AuditOutcome.DENIED) {
                tries.put(key(step.get().session()), MOST_TRIES);
            }
            if (System.nanoTime() - end >= 0) {
                return with(first, deeds, "the round took longer than its timeout; the rest is left to the next one");
            }
            // Those who waited go on now, and the next look shows what is left.
            if (stopped.await(config.coolDown().toNanos(), TimeUnit.NANOSECONDS)) {
                return with(first, deeds, "");
            }
            try {
                plan = planner.plan(server.look()).only(wanted);
            } catch (CollectException e) {
                // What was done so far is to be told and counted.
                return with(first, deeds, String.valueOf(e.getMessage()));
            }
        }
    }

    /** The next of the plan that the limits allow; what they forbid is among the deeds then. */
    private Optional<Step> next(Plan plan, String target, Caps caps, Map<String, Integer> tries, List<Deed> deeds)
            throws AuditException {
        for (Step step : plan.steps()) {
            int tried = tries.getOrDefault(key(step.session()), 0);
            if (tried >= MOST_TRIES) {
                continue;
            }
            Optional<String> all = caps.reached();
            Optional<String> cap = all.or(() -> caps.reached(step));
            if (cap.isEmpty()) {
                return Optional.of(step);
            }
            deeds.add(new Deed(step, means(step), AuditOutcome.CAPPED, cap.get()));
            audit.event(entry("capped", target, step).with(AuditField.DETAIL, cap.get()));
            tries.put(key(step.session()), MOST_TRIES);
            if (all.isPresent()) {
                break;
            }
        }
        return Optional.empty();
    }

    private Deed carryOut(String target, GuardedServer server, Step step) throws AuditException {
        boolean cancels = cancelsFirst(step);
        Deed deed = end(target, server, step, cancels ? Means.CANCEL : Means.TERMINATE);
        boolean stubborn = cancels && step.action() == Action.END && deed.outcome() == AuditOutcome.TIMEOUT;
        return stubborn ? end(target, server, step, Means.TERMINATE) : deed;
    }

    /** An idle session has nothing that could be cancelled; the server ignores the request. */
    private static boolean cancelsFirst(Step step) {
        return step.action() == Action.CANCEL
                || (step.action() == Action.END && step.session().state() == State.ACTIVE);
    }

    private static String means(Step step) {
        return text(cancelsFirst(step) ? Means.CANCEL : Means.TERMINATE);
    }

    /** What fails is a deed too: it is not known whether it had its effect. */
    private Deed end(String target, GuardedServer server, Step step, Means means) throws AuditException {
        Pending pending = audit.begin(entry(text(means), target, step));
        try {
            Ending ending = server.end(step.session(), means, config.grace());
            AuditOutcome outcome = AuditOutcome.of(ending);
            pending.end(outcome, text(ending));
            return new Deed(step, text(means), outcome, detail(ending, server));
        } catch (CollectException e) {
            pending.end(AuditOutcome.FAILED, e.code().isEmpty() ? "" : "SQLSTATE " + e.code());
            return new Deed(step, text(means), AuditOutcome.FAILED, String.valueOf(e.getMessage()));
        }
    }

    private AuditEntry entry(String action, String target, Step step) {
        return AuditEntry.of(action, target)
                .about(step.session())
                .with(AuditField.ACTOR, caller.actor())
                .with(AuditField.RULE, step.rule())
                .with(AuditField.MODE, caller.mode())
                .with(AuditField.DRY_RUN, false)
                .with(AuditField.VICTIMS, step.victims().stream().sorted().toList())
                .with(AuditField.DETAIL, step.why());
    }

    private static String detail(Ending ending, GuardedServer server) {
        return switch (ending) {
            case DENIED -> "the right to end it is missing on " + server.address();
            case TIMEOUT -> "it was told to end, and is still there";
            case CHANGED -> "it does something else by now, and was left alone";
            case GONE -> "it was gone by itself";
            case DONE -> "";
        };
    }

    private static String key(Session session) {
        return session.id() + " " + session.identity().backend();
    }

    private static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static Round with(Round first, List<Deed> deeds, String trouble) {
        List<String> troubles = new ArrayList<>(first.troubles());
        if (!trouble.isEmpty()) {
            troubles.add(trouble);
        }
        return new Round(first.target(), first.plan(), first.seen(), deeds, troubles, Optional.empty());
    }
}
