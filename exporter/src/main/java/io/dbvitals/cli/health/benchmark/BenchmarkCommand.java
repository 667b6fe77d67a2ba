package io.dbvitals.cli.health.benchmark;

import io.dbvitals.app.benchmark.Benchmarks;
import io.dbvitals.app.benchmark.Measured;
import io.dbvitals.app.benchmark.Plan;
import io.dbvitals.app.benchmark.sample.Bounds;
import io.dbvitals.cli.terminal.ExitCode;
import io.dbvitals.cli.terminal.ProgressLine;
import io.dbvitals.cli.terminal.ReportOptions;
import io.dbvitals.cli.terminal.nagios.Level;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.config.yaml.Durations;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures how fast targets connect and answer. */
@Command(
        name = "benchmark",
        description = {
            "Measures how fast each target connects and answers, and rates it: excellent, good, fair or poor.",
            "Five connections after one that is not counted, then a few cheap queries by turns over one of them, after three turns that are not counted; "
                    + "for databases also what our bounded pool gains over one connection. Only reads, each statement ends "
                    + "after 5 s, and there are never more than --rate in a second but for some hundred over the pool."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The rating is that of the worst part: a median against its bounds, or failures. Times whose spread (the median "
                    + "distance from the median) is more than half of their median are unstable, and not rated.",
            "",
            "JSON: {timestamp, targets: [{target, kind, answers, rating, reason, connecting, queries: [{name, tries, "
                    + "success_rate, median_ms, p95_ms, slowest_ms, spread_ms, unstable, failure}], pool: {connections, "
                    + "borrowers, alone_per_second, pooled_per_second, efficiency, borrowing}}]}. rating is null where it "
                    + "is unstable.",
            "",
            "Exit codes: 0 excellent or good, 1 fair, 2 poor or a target does not answer, 3 unstable, no such target, "
                    + "misuse.",
            "",
            "Examples:",
            "  dbvitals benchmark",
            "  dbvitals benchmark --target primary --iterations 200 --query 'SELECT count(*) FROM orders'",
            "  dbvitals benchmark --bounds 2ms,10ms,50ms --format json | jq -r '.targets[].rating'"
        })
public final class BenchmarkCommand implements Callable<Integer> {
    private static final int MOST_ITERATIONS = 10_000;
    private static final int MOST_A_SECOND = 1000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ReportOptions options = new ReportOptions();

    @Option(
            names = "--iterations",
            paramLabel = "N",
            description = "Of each query. Default: ${DEFAULT-VALUE}.",
            defaultValue = "30")
    private int iterations = 30;

    @Option(
            names = "--rate",
            paramLabel = "N",
            description = "Queries a second at most. Default: ${DEFAULT-VALUE}.",
            defaultValue = "100")
    private int rate = 100;

    @Option(
            names = "--query",
            paramLabel = "SQL",
            description = "A query of your own, on databases; it can only read. May be repeated.")
    private List<String> queries = List.of();

    @Option(
            names = "--bounds",
            paramLabel = "E,G,F",
            description = "Medians of queries that are excellent, good and fair. Default: 5ms,20ms,100ms.")
    private @Nullable String bounds;

    @Option(
            names = "--connect-bounds",
            paramLabel = "E,G,F",
            description = "The same for connections. Default: 50ms,200ms,1s.")
    private @Nullable String connectBounds;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "Of each target. Default: ${DEFAULT-VALUE}.",
            defaultValue = "60s")
    private String timeout = "60s";

    @Override
    public Integer call() throws ConfigException, InterruptedException {
        Plan plan = new Plan(
                within("--iterations", iterations, MOST_ITERATIONS),
                within("--rate", rate, MOST_A_SECOND),
                queries,
                Durations.option("--timeout", timeout, Duration.ofMillis(1), "500ms, 10s or 1m"),
                bounds("--connect-bounds", connectBounds, Bounds.CONNECTION),
                bounds("--bounds", bounds, Bounds.ANSWER));
        ProgressLine progress = ProgressLine.on(spec.commandLine().getErr());
        List<Measured> all = Benchmarks.run(options.config(), options.targets(), plan, progress::show);
        progress.clear();
        Level level = Level.worst(all.stream().map(BenchmarkCommand::level).toList());
        PrintWriter out = spec.commandLine().getOut();
        switch (options.format()) {
            case JSON -> out.println(BenchmarkJson.of(all, Instant.now()));
            case NAGIOS -> out.println(BenchmarkNagios.of(all, level).render());
            case TEXT -> {
                all.forEach(each -> BenchmarkText.lines(each, out::println));
                if (all.isEmpty()) {
                    out.println("there is no such target that can be asked");
                }
            }
        }
        out.flush();
        return level.exitCode();
    }

    private static Level level(Measured measured) {
        return measured.rated()
                .rating()
                .map(rating -> switch (rating) {
                    case EXCELLENT, GOOD -> Level.OK;
                    case FAIR -> Level.WARNING;
                    case POOR -> Level.CRITICAL;
                })
                .orElse(Level.of(ExitCode.MISUSE));
    }

    private static int within(String option, int value, int most) throws ConfigException {
        if (value < 1 || value > most) {
            throw new ConfigException(option + " must be from 1 to " + most + ", not " + value);
        }
        return value;
    }

    private static Bounds bounds(String option, @Nullable String text, Bounds usual) throws ConfigException {
        if (text == null) {
            return usual;
        }
        List<Duration> all = new ArrayList<>();
        for (String part : text.split(",", -1)) {
            Durations.parse(part.strip()).ifPresent(all::add);
        }
        if (all.size() != 3
                || text.split(",", -1).length != 3
                || !all.stream().sorted().toList().equals(all)) {
            throw new ConfigException(
                    option + " must be three durations that grow, as 5ms,20ms,100ms, not \"" + text + "\"");
        }
        return new Bounds(all.get(0), all.get(1), all.get(2));
    }
}
