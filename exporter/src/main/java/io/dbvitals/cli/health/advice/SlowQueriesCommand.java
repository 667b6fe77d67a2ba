package io.dbvitals.cli.health.advice;

import io.dbvitals.advice.Advice;
import io.dbvitals.advice.Rule;
import io.dbvitals.advice.Severity;
import io.dbvitals.advice.report.AdviceReport;
import io.dbvitals.app.advice.SlowQueries;
import io.dbvitals.app.advice.SlowQueriesJson;
import io.dbvitals.cli.terminal.ExitCode;
import io.dbvitals.cli.terminal.ProgressLine;
import io.dbvitals.cli.terminal.ReportOptions;
import io.dbvitals.cli.terminal.Signals;
import io.dbvitals.cli.terminal.nagios.Level;
import io.dbvitals.config.json.Json;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.config.yaml.Durations;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says where the time of statements goes. */
@Command(
        name = "slow-queries",
        description = {
            "Says which statements take the time of PostgreSQL, MySQL and MariaDB, and what to do about it.",
            "Reads pg_stat_statements or performance_schema twice, and judges what was counted between: each finding "
                    + "has its figures, the plan where there is one, what is gained, and what ends it. Statements are "
                    + "planned, never run; their values are not shown."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 nothing of note, 1 findings of medium or high severity, 2 critical ones, or a "
                    + "target that does not answer or refuses the login, 3 unknown (statements are not counted, a right is missing) or misuse.",
            "",
            "Examples:",
            "  dbvitals slow-queries --window 5m",
            "  dbvitals slow-queries --target shop --window 0 --severity high",
            "  dbvitals slow-queries --rule missing-index --rule full-scan-write",
            "  dbvitals slow-queries --format json | jq -r '.targets[].advice[].text'"
        })
public final class SlowQueriesCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ReportOptions options = new ReportOptions();

    @Option(
            names = "--window",
            paramLabel = "DURATION",
            description = {
                "How long to look, as 30s or 5m; 0 for all that was counted since the statistics began.",
                "Default: ${DEFAULT-VALUE}. An interrupt (Ctrl-C) ends the window, and what it has is judged."
            },
            defaultValue = "30s")
    private String window = "30s";

    @Option(
            names = "--top",
            paramLabel = "N",
            description = "List so many statements at most, by their time. Default: ${DEFAULT-VALUE}.",
            defaultValue = "10")
    private int top = 10;

    @Option(
            names = "--rule",
            paramLabel = "RULE",
            description = "Only findings of that rule, by its name or number, as missing-index. May be repeated.")
    private List<String> rules = List.of();

    @Option(
            names = "--severity",
            paramLabel = "SEVERITY",
            description = "Only findings so severe or more: low, medium, high or critical. Default: ${DEFAULT-VALUE}.",
            defaultValue = "low")
    private Severity severity = Severity.LOW;

    @Override
    public Integer call() throws ConfigException, InterruptedException {
        Duration length = Durations.option("--window", window, Duration.ZERO, "30s or 5m, or 0");
        if (top < 1) {
            throw new ConfigException("--top must be 1 or more, not " + top);
        }
        Set<Rule> wanted = wanted();
        SlowQueries queries = SlowQueries.of(options.config(), options.targets(), length, top);
        PrintWriter err = spec.commandLine().getErr();
        ProgressLine line = ProgressLine.on(err);
        if (!length.isZero()) {
            Signals.on("INT", queries::end);
            Signals.on("TERM", queries::end);
        }
        List<AdviceReport> reports = queries
                .run((of, all) ->
                        line.show(of.toSeconds() + " s of " + all.toSeconds() + " s", (int) of.toSeconds(), (int)
                                all.toSeconds()))
                .stream()
                .map(report -> report.only(advice ->
                        wanted.contains(advice.rule()) && advice.severity().compareTo(severity) >= 0))
                .toList();
        line.clear();
        PrintWriter out = spec.commandLine().getOut();
        switch (options.format()) {
            case JSON -> out.println(Json.write(SlowQueriesJson.of(reports, Instant.now())));
            case NAGIOS ->
                out.println(
                        SlowQueriesNagios.of(reports, Level.of(code(reports))).render());
            case TEXT -> SlowQueriesText.lines(reports, out::println);
        }
        out.flush();
        return code(reports);
    }

    private Set<Rule> wanted() throws ConfigException {
        if (rules.isEmpty()) {
            return EnumSet.allOf(Rule.class);
        }
        Set<Rule> wanted = EnumSet.noneOf(Rule.class);
        for (String text : rules) {
            wanted.add(Rule.of(text)
                    .orElseThrow(() -> new ConfigException("--rule must be one of "
                            + Stream.of(Rule.values()).map(Rule::id).collect(Collectors.joining(", ")) + ", not \""
                            + text + "\"")));
        }
        return wanted;
    }

    private static int code(List<AdviceReport> reports) {
        Severity worst = reports.stream()
                .flatMap(report -> report.advice().stream())
                .map(Advice::severity)
                .max(Severity::compareTo)
                .orElse(Severity.LOW);
        List<AdviceReport.Failure> failures =
                reports.stream().flatMap(report -> report.failure().stream()).toList();
        if (failures.stream().anyMatch(AdviceReport.Failure::down)) {
            return ExitCode.CRITICAL;
        }
        boolean unknown = reports.isEmpty() || !failures.isEmpty();
        return switch (worst) {
            case CRITICAL -> ExitCode.CRITICAL;
            case HIGH, MEDIUM -> ExitCode.WARNING;
            case LOW -> unknown ? ExitCode.MISUSE : ExitCode.OK;
        };
    }
}
