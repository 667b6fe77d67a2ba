package io.dbvitals.api.dashboard;

import io.dbvitals.health.HealthReport.Status;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * The data tier at one moment.
 *
 * @param at when this was put together; each section says when it was read
 */
public record Dashboard(
        Instant at,
        List<TargetCard> targets,
        Section<FiringAlert> alerts,
        Section<SessionNode> sessions,
        Section<PlannedStep> guardPlan,
        Section<SlowStatement> slowStatements,
        Section<VectorRow> vectorIndexes,
        Section<ReplicationRow> replication,
        Section<PoolRow> pools,
        SelfState self) {
    public Dashboard {
        targets = List.copyOf(targets);
    }

    /** The worst of the targets. */
    public Status status() {
        return targets.stream()
                .map(TargetCard::status)
                .max(Comparator.naturalOrder())
                .orElse(Status.HEALTHY);
    }

    /** Gives the dashboard as it is now; may wait for servers, within its own bounds. */
    public interface Source {
        Dashboard read() throws InterruptedException;
    }
}
