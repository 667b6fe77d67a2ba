package io.dbvitals.app.alerts;

import io.dbvitals.alerts.AlertingException;
import io.dbvitals.alerts.AlertingException.Reason;
import io.dbvitals.alerts.Matcher;
import io.dbvitals.alerts.Matchers;
import io.dbvitals.guard.audit.AuditEntry;
import io.dbvitals.guard.audit.AuditException;
import io.dbvitals.guard.audit.AuditField;
import io.dbvitals.guard.audit.AuditLog;
import io.dbvitals.guard.audit.AuditOutcome;
import io.dbvitals.guard.audit.Pending;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes changes that are in the audit log before and after; one that cannot be put there is not made. */
final class OnRecord {
    static final String ACKNOWLEDGED = "alert_ack";
    static final String UNACKNOWLEDGED = "alert_unack";
    static final String SUPPRESSED = "alert_suppress";
    static final String UNSUPPRESSED = "alert_unsuppress";
    static final String TESTED = "alert_test";

    private static final Logger logger = LoggerFactory.getLogger(OnRecord.class);

    private final AuditLog log;

    OnRecord(Path file, Clock clock) {
        this.log = new AuditLog(file, clock);
    }

    /** What is done; gives what Alertmanager answered, such as the id of a silence. */
    interface Change {
        String make() throws AlertingException, InterruptedException;
    }

    static AuditEntry entry(String action, String actor, Matchers matchers) {
        return AuditEntry.of(action, "")
                .with(AuditField.ACTOR, actor)
                .with(AuditField.MODE, "alerts")
                .with(AuditField.MATCHERS, texts(matchers));
    }

    String make(AuditEntry entry, Change change) throws AlertingException, InterruptedException {
        Pending pending = begin(entry);
        try {
            String answer = change.make();
            end(pending, AuditOutcome.DONE, answer);
            return answer;
        } catch (AlertingException e) {
            end(pending, outcome(e.reason()), String.valueOf(e.getMessage()));
            throw e;
        } catch (InterruptedException e) {
            end(pending, AuditOutcome.FAILED, "interrupted");
            throw e;
        }
    }

    private Pending begin(AuditEntry entry) throws AlertingException {
        try {
            return log.begin(entry);
        } catch (AuditException e) {
            throw new AlertingException(Reason.UNRECORDED, "nothing was changed: " + e.getMessage(), e);
        }
    }

    /** What was intended is on record; that it was done is seen at Alertmanager. */
    private static void end(Pending pending, AuditOutcome outcome, String answer) {
        try {
            pending.end(outcome, answer);
        } catch (AuditException e) {
            logger.error("{}", e.getMessage());
        }
    }

    private static AuditOutcome outcome(Reason reason) {
        return switch (reason) {
            case DENIED -> AuditOutcome.DENIED;
            case UNREACHABLE -> AuditOutcome.TIMEOUT;
            case UNKNOWN -> AuditOutcome.GONE;
            default -> AuditOutcome.FAILED;
        };
    }

    private static List<String> texts(Matchers matchers) {
        return matchers.all().stream().map(Matcher::toString).toList();
    }
}
