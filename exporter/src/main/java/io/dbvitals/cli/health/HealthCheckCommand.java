package io.dbvitals.cli.health;

import io.dbvitals.app.health.Checkups;
import io.dbvitals.app.health.TargetHealth;
import io.dbvitals.app.health.json.HealthJson;
import io.dbvitals.cli.terminal.ExitCode;
import io.dbvitals.cli.terminal.ReportOptions;
import io.dbvitals.cli.terminal.nagios.Level;
import io.dbvitals.config.json.Json;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.config.yaml.Durations;
import io.dbvitals.health.HealthReport.Status;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says how each target is, and why it is not better. */
@Command(
        name = "health-check",
        description = {
            "Looks once at each target, at all of them at the same time: healthy, degraded or unhealthy, a score from 0 to 100, and which "
                    + "component costs how many points of it.",
            "PostgreSQL, MySQL, MariaDB, Redis, PgBouncer and the host. Of databases also the sessions, against the "
                    + "bounds of guard.rules, and the migrations.",
            "What cannot be found out is never healthy. Only reads, and ends nothing."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 healthy, 1 degraded, 2 unhealthy or a target that does not answer, 3 unknown (a "
                    + "right is missing) or misuse.",
            "",
            "Examples:",
            "  dbvitals health-check",
            "  dbvitals health-check --target 'shop-*' --components",
            "  dbvitals health-check --format json | jq -r .status",
            "  dbvitals health-check --format json | jq '.targets[] | {target, points: .score.points}'",
            "  dbvitals health-check --format json | jq .metrics.total_connections"
        })
public final class HealthCheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ReportOptions options = new ReportOptions();

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "Of each target, with all tries; they are asked at the same time. Default: ${DEFAULT-VALUE}.",
            defaultValue = "2s")
    private String timeout = "2s";

    @Option(
            names = "--retries",
            paramLabel = "N",
            description = "Tries after a fault that may pass, as a connection that breaks. Default: ${DEFAULT-VALUE}.",
            defaultValue = "2")
    private int retries;

    @Option(
            names = "--components",
            description = "In text: also the components that are well, and those that do not apply.")
    private boolean components;

    @Override
    public Integer call() throws ConfigException, InterruptedException {
        Checkups.Patience patience = patience();
        List<TargetHealth> all = Checkups.of(options.config(), options.targets(), patience);
        Status status = all.stream()
                .map(TargetHealth::status)
                .max(Comparator.naturalOrder())
                .orElse(Status.DEGRADED);
        int code = exitCode(all, status);
        PrintWriter out = spec.commandLine().getOut();
        switch (options.format()) {
            case JSON -> out.println(Json.write(HealthJson.of(all, status, Instant.now())));
            case NAGIOS -> out.println(HealthNagios.of(all, Level.of(code)).render());
            case TEXT -> HealthText.lines(all, components, out::println);
        }
        out.flush();
        return code;
    }

    private Checkups.Patience patience() throws ConfigException {
        Duration each = Durations.option("--timeout", timeout, Duration.ofMillis(1), "500ms, 2s or 1m");
        if (retries < 0) {
            throw new ConfigException("--retries must be 0 or more, not " + retries);
        }
        return new Checkups.Patience(each, retries);
    }

    /** Known to be bad goes before unknown, and that before healthy. */
    private static int exitCode(List<TargetHealth> all, Status status) {
        return switch (status) {
            case HEALTHY -> ExitCode.OK;
            case UNHEALTHY -> ExitCode.CRITICAL;
            case DEGRADED ->
                all.stream().anyMatch(each -> each.status() == Status.DEGRADED && !each.onlyUnknown())
                        ? ExitCode.WARNING
                        : ExitCode.MISUSE;
        };
    }
}
