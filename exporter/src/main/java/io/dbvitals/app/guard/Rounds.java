package io.dbvitals.app.guard;

import io.dbvitals.app.guard.server.Guarded;
import io.dbvitals.config.Config;
import io.dbvitals.config.guard.GuardConfig;
import io.dbvitals.guard.act.Guard;
import io.dbvitals.guard.audit.AuditException;
import io.dbvitals.guard.audit.AuditLog;
import io.dbvitals.guard.plan.Step;
import io.dbvitals.scrape.CollectException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/** One round over the targets of a configuration, for a command. */
public final class Rounds {
    private Rounds() {}

    /**
     * Looks at each target; nothing is done.
     *
     * @param names globs of targets; empty for all
     */
    public static List<Answer> look(Config config, List<String> names) throws InterruptedException {
        try {
            return run(config, names, new Guard.Caller("", "look", true), Optional.empty());
        } catch (AuditException e) {
            throw new IllegalStateException("nothing is put on record by looking", e);
        }
    }

    /** Looks at one target, over a connection that somebody else closes; nothing is done. */
    public static Answer look(Config config, Guarded target) throws InterruptedException {
        try {
            AuditLog audit = new AuditLog(config.guard().auditFile(), Clock.systemUTC());
            return one(new Guard(config.guard(), audit, new Guard.Caller("", "look", true)), target, Optional.empty());
        } catch (AuditException e) {
            throw new IllegalStateException("nothing is put on record by looking", e);
        }
    }

    /**
     * Looks at each target, and ends what its rules want ended.
     *
     * @param actor who asks for it, for the audit log
     * @throws AuditException when an action cannot be put on record; it is not done then
     */
    public static List<Answer> cleanUp(Config config, List<String> names, String actor)
            throws AuditException, InterruptedException {
        return cleanUp(config, names, actor, (target, step) -> true);
    }

    /**
     * The same, for some only.
     *
     * @param wanted the steps on each target that are carried out, if they are still in the plan then
     */
    public static List<Answer> cleanUp(
            Config config, List<String> names, String actor, BiPredicate<String, Step> wanted)
            throws AuditException, InterruptedException {
        return run(config, names, new Guard.Caller(actor, "cleanup", true), Optional.of(wanted));
    }

    /** All that the rules want ended. */
    static final Optional<BiPredicate<String, Step>> ALL = Optional.of((target, step) -> true);

    /** {@code wanted}: empty for a look. */
    private static List<Answer> run(
            Config config, List<String> names, Guard.Caller caller, Optional<BiPredicate<String, Step>> wanted)
            throws AuditException, InterruptedException {
        GuardConfig guard = config.guard();
        AuditLog audit = new AuditLog(guard.auditFile(), Clock.systemUTC());
        Guard rounds = new Guard(guard, audit, caller);
        List<Answer> answers = new ArrayList<>();
        for (Guarded target : Guarded.of(config, names)) {
            try (target) {
                answers.add(one(rounds, target, wanted));
            }
        }
        return answers;
    }

    /** A server that does not answer is part of the answer. */
    static Answer one(Guard rounds, Guarded target, Optional<BiPredicate<String, Step>> wanted)
            throws AuditException, InterruptedException {
        try {
            return new Answer(
                    target.name(),
                    target.kind(),
                    Optional.of(
                            wanted.isPresent()
                                    ? rounds.act(
                                            target.name(),
                                            target.server(),
                                            step -> wanted.get().test(target.name(), step))
                                    : rounds.look(target.name(), target.server())),
                    "");
        } catch (CollectException e) {
            return new Answer(target.name(), target.kind(), Optional.empty(), String.valueOf(e.getMessage()));
        }
    }
}
