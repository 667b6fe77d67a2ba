package io.dbvitals.app.guard;

import io.dbvitals.app.guard.server.Guarded;
import io.dbvitals.config.Config;
import io.dbvitals.config.guard.GuardConfig;
import io.dbvitals.guard.act.Guard;
import io.dbvitals.guard.audit.AuditException;
import io.dbvitals.guard.audit.AuditLog;
import io.dbvitals.scrape.CollectException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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
            return run(config, names, new Guard.Caller("", "look", true), false);
        } catch (AuditException e) {
            throw new IllegalStateException("nothing is put on record by looking", e);
        }
    }

    /** Looks at one target, over a connection that somebody else closes; nothing is done. */
    public static Answer look(Config config, Guarded target) throws InterruptedException {
        try {
            AuditLog audit = new AuditLog(config.guard().auditFile(), Clock.systemUTC());
            return one(new Guard(config.guard(), audit, new Guard.Caller("", "look", true)), target, false);
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
        return run(config, names, new Guard.Caller(actor, "cleanup", true), true);
    }

    private static List<Answer> run(Config config, List<String> names, Guard.Caller caller, boolean acts)
            throws AuditException, InterruptedException {
        GuardConfig guard = config.guard();
        AuditLog audit = new AuditLog(guard.auditFile(), Clock.systemUTC());
        Guard rounds = new Guard(guard, audit, caller);
        List<Answer> answers = new ArrayList<>();
        for (Guarded target : Guarded.of(config, names)) {
            try (target) {
                answers.add(one(rounds, target, acts));
            }
        }
        return answers;
    }

    /** A server that does not answer is part of the answer. */
    static Answer one(Guard rounds, Guarded target, boolean acts) throws AuditException, InterruptedException {
        try {
            return new Answer(
                    target.name(),
                    target.kind(),
                    Optional.of(
                            acts
                                    ? rounds.act(target.name(), target.server())
                                    : rounds.look(target.name(), target.server())),
                    "");
        } catch (CollectException e) {
            return new Answer(target.name(), target.kind(), Optional.empty(), String.valueOf(e.getMessage()));
        }
    }
}
