package io.dbvitals.app.replication;

import io.dbvitals.app.report.Level;
import io.dbvitals.replication.state.Finding;
import io.dbvitals.replication.state.ReplicationState;
import io.dbvitals.replication.state.Trend;
import java.util.List;
import java.util.Optional;

/**
 * How one target replicates.
 *
 * @param trouble why it could not be read; empty when it was
 * @param failed how bad that is
 * @param state empty when it could not be read
 * @param trend of the lag between two readings
 * @param findings the worst first; those of the state, and what was expected
 */
public record ReplicationReport(
        String target,
        String kind,
        String address,
        String trouble,
        Level failed,
        Optional<ReplicationState> state,
        Trend trend,
        List<Finding> findings) {
    public ReplicationReport {
        findings = List.copyOf(findings);
    }

    /** By the worst finding; what cannot be seen is unknown, whatever else is found. */
    public Level level() {
        if (!trouble.isEmpty()) {
            return failed;
        }
        Level level = state.filter(ReplicationState::visible).isPresent() ? Level.OK : Level.UNKNOWN;
        for (Finding finding : findings) {
            level = level.or(
                    switch (finding.severity()) {
                        case CRITICAL -> Level.CRITICAL;
                        case WARNING -> finding.id().equals("hidden") ? Level.UNKNOWN : Level.WARNING;
                        case INFO -> Level.OK;
                    });
        }
        return level;
    }
}
