package io.dbvitals.app;

import com.sun.management.OperatingSystemMXBean;
import io.dbvitals.config.TargetConfig;
import io.dbvitals.health.HealthReport;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.TargetState;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The health of all targets as the last scrape saw them, and of the process now. Asks no server anything. */
final class HealthView {
    private HealthView() {}

    static HealthReport of(List<TargetState> states, List<HealthReport.TargetHealth> resting) {
        Instant now = Instant.now();
        return new HealthReport(
                now,
                Stream.concat(states.stream().map(state -> health(state, now)), resting.stream())
                        .toList(),
                process());
    }

    /** One that nobody asks. */
    static HealthReport.TargetHealth resting(TargetConfig target, String why) {
        return new HealthReport.TargetHealth(
                target.name(),
                target.source().kind(),
                HealthReport.Status.DEGRADED,
                Optional.empty(),
                Optional.empty(),
                why,
                Optional.empty());
    }

    private static HealthReport.TargetHealth health(TargetState state, Instant now) {
        HealthReport.Status status = state.askedAt().isEmpty()
                ? HealthReport.Status.DEGRADED
                : state.failure().isEmpty() ? HealthReport.Status.HEALTHY : HealthReport.Status.UNHEALTHY;
        String error = state.failure()
                .map(CollectException::getMessage)
                .orElse(state.askedAt().isEmpty() ? "not asked yet" : "");
        Optional<Boolean> replica = state.failure().isEmpty() ? state.target().replica() : Optional.empty();
        return new HealthReport.TargetHealth(
                state.target().name(),
                state.target().kind(),
                status,
                state.failure().isEmpty() ? state.askedAt().map(at -> state.took()) : Optional.empty(),
                state.askedAt().map(at -> Duration.between(at, now)),
                String.valueOf(error),
                replica);
    }

    private static HealthReport.ProcessUse process() {
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        double cpu = ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? system.getProcessCpuTime() / 1e9
                : 0;
        return new HealthReport.ProcessUse(
                Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime()),
                cpu,
                heap.getUsed(),
                heap.getMax(),
                residentBytes(),
                ManagementFactory.getThreadMXBean().getThreadCount());
    }

    /** From {@code /proc/self/status}; 0 where there is none. */
    private static long residentBytes() {
        Path status = Path.of("/proc/self/status");
        try {
            return Files.isReadable(status)
                    ? Files.readAllLines(status).stream()
                            .filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                            .findFirst()
                            .orElse(0)
                    : 0;
        } catch (IOException e) {
            return 0;
        }
    }
}
