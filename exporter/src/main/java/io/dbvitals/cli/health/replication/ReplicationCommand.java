package io.dbvitals.cli.health.replication;

import io.dbvitals.app.replication.ReplicationReport;
import io.dbvitals.app.replication.Replications;
import io.dbvitals.app.report.Level;
import io.dbvitals.cli.terminal.ExitCode;
import io.dbvitals.cli.terminal.ReportOptions;
import io.dbvitals.config.json.Json;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.config.yaml.Durations;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says how databases replicate, and what is wrong with it. */
@Command(
        name = "replication",
        description = {
            "Says how each database replicates, and what is wrong with it.",
            "Role; threads of each channel, lag in seconds and bytes; standbys; slots and the log that they keep; "
                    + "where the lag goes between two readings; settings that endanger replication. PostgreSQL, "
                    + "MySQL, MariaDB. Only reads.",
            "A lag that the server does not know is said to be unknown, never 0. Errors of MySQL's threads are shown "
                    + "by number: their texts quote statements."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "JSON: {status, timestamp, targets: [{target, kind, address, status, error, role, visible, timeline, "
                    + "lag_seconds, lag_bytes, trend, trend_per_second, caught_up_in_seconds, channels: [{name, "
                    + "source, receiver, applier, lag_seconds, lag_bytes, receiver_error, applier_error}], standbys: "
                    + "[{name, state, synchronous, lag_seconds, lag_bytes}], slots: [{name, logical, active, "
                    + "retained_bytes, wal_status, invalid, inactive_seconds}], findings: [{id, severity, text, "
                    + "remedy}]}]}. status: ok, unknown, warning, critical. What is not known is null.",
            "",
            "Exit codes: 0 OK, 1 warning, 2 replication does not work or a target does not answer, 3 unknown (a right "
                    + "is missing, there is no database) or misuse.",
            "",
            "Examples:",
            "  dbvitals replication",
            "  dbvitals replication --target primary --replicas 2 --interval 10s",
            "  dbvitals replication --format json | jq '.targets[] | {target, role, lag_seconds}'"
        })
public final class ReplicationCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ReportOptions options = new ReportOptions();

    @Option(
            names = "--interval",
            paramLabel = "DURATION",
            description = "Between the two readings that tell where the lag goes; 0 for one reading. Default: "
                    + "${DEFAULT-VALUE}.",
            defaultValue = "1s")
    private String interval = "1s";

    @Option(
            names = "--replicas",
            paramLabel = "N",
            description = "At least so many follow each selected server that follows none itself.",
            defaultValue = "0")
    private int replicas;

    @Override
    public Integer call() throws ConfigException, InterruptedException {
        Duration between = Durations.option("--interval", interval, Duration.ZERO, "100ms, 10s or 5m");
        if (replicas < 0) {
            throw new ConfigException("--replicas must be 0 or more, not " + replicas);
        }
        List<ReplicationReport> reports = new Replications(options.config(), between, replicas).of(options.targets());
        Level level =
                reports.stream().map(ReplicationReport::level).reduce(Level::or).orElse(Level.UNKNOWN);
        int code = switch (level) {
            case OK -> ExitCode.OK;
            case WARNING -> ExitCode.WARNING;
            case CRITICAL -> ExitCode.CRITICAL;
            case UNKNOWN -> ExitCode.MISUSE;
        };
        PrintWriter out = spec.commandLine().getOut();
        switch (options.format()) {
            case JSON -> out.println(Json.write(ReplicationJson.of(reports, level, Instant.now())));
            case NAGIOS -> out.println(ReplicationNagios.of(reports, code).render());
            case TEXT -> text(reports, out);
        }
        out.flush();
        return code;
    }

    private static void text(List<ReplicationReport> reports, PrintWriter out) {
        reports.forEach(report -> ReplicationText.lines(report).forEach(out::println));
        if (reports.isEmpty()) {
            out.println("no database was selected");
        }
    }
}
