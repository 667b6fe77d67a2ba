package io.dbvitals.app.change;

import io.dbvitals.guard.audit.AuditEntry;
import io.dbvitals.guard.audit.AuditException;
import io.dbvitals.guard.audit.AuditField;
import io.dbvitals.guard.audit.AuditLog;
import io.dbvitals.guard.audit.AuditOutcome;
import io.dbvitals.guard.audit.Pending;
import io.dbvitals.http.answer.Refusal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts changes on record, before and after.
 *
 * @param file as the configuration in use names it
 */
public record ChangeLog(Supplier<Path> file) {
    private static final Logger logger = LoggerFactory.getLogger(ChangeLog.class);
    private static final int NOT_NOW = 503;

    /** What is done. */
    public interface Deed {
        void run() throws Refusal;
    }

    /**
     * Does it, if it can be put on record.
     *
     * @param action {@code threshold}, {@code pause}, …
     * @param target empty where it is about none
     * @param detail what was and what shall be
     */
    public void run(String action, String target, String actor, String detail, Deed deed) throws Refusal {
        AuditEntry entry = AuditEntry.of(action, target)
                .with(AuditField.ACTOR, actor)
                .with(AuditField.MODE, "change")
                .with(AuditField.DETAIL, detail);
        Pending pending;
        try {
            pending = new AuditLog(file.get(), Clock.systemUTC()).begin(entry);
        } catch (AuditException e) {
            throw new Refusal(NOT_NOW, "nothing was changed: " + e.getMessage());
        }
        boolean done = false;
        try {
            deed.run();
            done = true;
            logger.info("{}{}: {} ({})", action, target.isEmpty() ? "" : " " + target, detail, actor);
        } finally {
            end(pending, done ? AuditOutcome.DONE : AuditOutcome.FAILED);
        }
    }

    /** The intent is on record; that it came true is seen in what the program does. */
    private static void end(Pending pending, AuditOutcome outcome) {
        try {
            pending.end(outcome, "");
        } catch (AuditException e) {
            logger.error("{}", e.getMessage());
        }
    }
}
