package io.dbvitals.health;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How all targets and the process itself are.
 *
 * @param at when the report was made
 */
public record HealthReport(Instant at, List<TargetHealth> targets, ProcessUse process) {
    public HealthReport {
        targets = List.copyOf(targets);
    }

    /** The worst of all; a target not yet asked is degraded, never healthy. */
    public Status status() {
        Status worst = Status.HEALTHY;
        for (TargetHealth target : targets) {
            if (target.status().compareTo(worst) > 0) {
                worst = target.status();
            }
        }
        return worst;
    }

    /** From best to worst. */
    public enum Status {
        HEALTHY,
        DEGRADED,
        UNHEALTHY
    }

    /**
     * One target as it was when it was last asked.
     *
     * @param responseTime of that answer; empty when there was none
     * @param age since then; empty when it was never asked
     * @param error why it is not healthy, without secrets; empty when it is
     * @param replica empty when not known
     */
    public record TargetHealth(
            String name,
            String kind,
            Status status,
            Optional<Duration> responseTime,
            Optional<Duration> age,
            String error,
            Optional<Boolean> replica) {}

    /**
     * What this process uses.
     *
     * @param cpuSeconds since the start
     * @param residentBytes 0 where the system does not tell
     */
    public record ProcessUse(
            Duration uptime,
            double cpuSeconds,
            long heapUsedBytes,
            long heapMaxBytes,
            long residentBytes,
            int threads) {}
}
