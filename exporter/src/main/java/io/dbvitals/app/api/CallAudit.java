package io.dbvitals.app.api;

import io.dbvitals.config.Config;
import io.dbvitals.guard.audit.AuditEntry;
import io.dbvitals.guard.audit.AuditException;
import io.dbvitals.guard.audit.AuditField;
import io.dbvitals.guard.audit.AuditLog;
import io.dbvitals.guard.audit.AuditOutcome;
import io.dbvitals.guard.audit.Pending;
import io.dbvitals.http.answer.Refusal;
import io.dbvitals.http.resource.Audit;
import io.dbvitals.http.resource.Call;
import java.time.Clock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls that change something, in the guard's record: {@code guard.audit_file}, also where the guard is off. */
public final class CallAudit implements Audit {
    private static final Logger logger = LoggerFactory.getLogger(CallAudit.class);

    private final Supplier<Config> config;

    /** Nothing is opened before the first call. */
    public CallAudit(Supplier<Config> config) {
        this.config = config;
    }

    @Override
    public Begun begin(Call call, String address) throws Refusal {
        AuditLog log = new AuditLog(config.get().guard().auditFile(), Clock.systemUTC());
        AuditEntry entry = AuditEntry.of("api_call", "")
                .with(AuditField.ACTOR, call.caller().name())
                .with(AuditField.CLIENT, address)
                .with(AuditField.DETAIL, call.method() + " " + call.path());
        try {
            Pending pending = log.begin(entry);
            return status -> end(pending, status);
        } catch (AuditException e) {
            logger.error("a call of {} is refused: {}", call.caller().name(), e.getMessage());
            throw new Refusal(503, "nothing was done: " + e.getMessage());
        }
    }

    private static void end(Pending pending, int status) {
        try {
            pending.end(outcome(status), "");
        } catch (AuditException e) {
            logger.error("a call was answered with {}, which is not on record: {}", status, e.getMessage());
        }
    }

    private static AuditOutcome outcome(int status) {
        if (status < 400) {
            return AuditOutcome.DONE;
        }
        return status == 403 ? AuditOutcome.DENIED : status == 504 ? AuditOutcome.TIMEOUT : AuditOutcome.FAILED;
    }
}
