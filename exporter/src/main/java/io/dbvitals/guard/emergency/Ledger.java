package io.dbvitals.guard.emergency;

import io.dbvitals.guard.audit.AuditEntry;
import io.dbvitals.guard.audit.AuditException;
import io.dbvitals.guard.audit.AuditField;
import io.dbvitals.guard.audit.AuditLog;
import io.dbvitals.guard.audit.Pending;
import io.dbvitals.guard.emergency.fence.Shut;
import io.dbvitals.guard.session.Session;

/** What an emergency writes into the audit log, and in whose name. */
final class Ledger {
    private final AuditLog log;
    private final String actor;
    private final String mode;

    /** {@code mode}: what runs, as {@code emergency}. */
    Ledger(AuditLog log, String actor, String mode) {
        this.log = log;
        this.actor = actor;
        this.mode = mode;
    }

    void event(String action, String target, String detail) throws AuditException {
        log.event(entry(action, target).with(AuditField.DETAIL, detail));
    }

    /** Of a door that is about to change its state. */
    Pending turning(String action, Shut shut) throws AuditException {
        return log.begin(entry(action, shut.target())
                .with(AuditField.DATABASE, shut.door())
                .with(AuditField.DETAIL, shut.former() + " / " + shut.shut()));
    }

    /** Of a session that is about to be ended. */
    Pending ending(String target, Session session) throws AuditException {
        return log.begin(entry("terminate", target).about(session));
    }

    private AuditEntry entry(String action, String target) {
        return AuditEntry.of(action, target)
                .with(AuditField.ACTOR, actor)
                .with(AuditField.MODE, mode)
                .with(AuditField.DRY_RUN, false);
    }
}
