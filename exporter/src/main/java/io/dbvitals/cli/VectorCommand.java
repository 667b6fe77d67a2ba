package io.dbvitals.cli;

import io.dbvitals.app.VectorReports;
import io.dbvitals.cli.terminal.ConfigOptions;
import io.dbvitals.cli.terminal.ExitCode;
import io.dbvitals.cli.terminal.Format;
import io.dbvitals.cli.terminal.ProgressLine;
import io.dbvitals.config.Config;
import io.dbvitals.config.VectorConfig;
import io.dbvitals.config.json.Json;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.vector.report.IndexMeter;
import io.dbvitals.vector.report.IndexReport;
import io.dbvitals.vector.report.ReportText;
import java.io.PrintWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Reports on vector indexes. */
@Command(
        name = "vector",
        description = "Reports on vector indexes.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "report",
        footer = {
            "",
            "Examples:",
            "  dbvitals vector report",
            "  dbvitals vector report --config dbvitals.yaml 'public.docs_*'"
        })
final class VectorCommand {
    private static final int MOST = 10_000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(
            name = "report",
            description = {
                "Measures each vector index and says what to do: size, vectors, dead rows, whether the planner "
                        + "uses it, latency and recall at the current setting (hnsw.ef_search, ivfflat.probes, …) and at "
                        + "two others.",
                "Reads only. Recall compares with the exact neighbours, for which the table is read once."
            },
            mixinStandardHelpOptions = true,
            footer = {
                "",
                "Exit codes: 0 nothing to do, 1 there is advice, 2 an index is invalid, unused or not "
                        + "measurable, or a server did not answer; 3 misuse.",
                "",
                "Examples:",
                "  dbvitals vector report --url postgresql://db1/app --user dbvitals",
                "  dbvitals vector report --searches 1000 --no-recall docs_hnsw",
                "  dbvitals vector report --format json | jq '.indexes[].advice'"
            })
    int report(
            @Mixin ConfigOptions options,
            @Option(
                            names = "-k",
                            paramLabel = "N",
                            defaultValue = "10",
                            description = "Neighbours to search for; default ${DEFAULT-VALUE}.")
                    int k,
            @Option(
                            names = "--searches",
                            paramLabel = "N",
                            defaultValue = "200",
                            description = "Searches under each setting; default ${DEFAULT-VALUE}.")
                    int searches,
            @Option(names = "--no-recall", description = "Do not read the tables for recall.") boolean noRecall,
            @Option(
                            names = "--format",
                            paramLabel = "FORMAT",
                            defaultValue = "TEXT",
                            description = "text or json; default text.")
                    Format format,
            @Parameters(
                            paramLabel = "INDEX",
                            arity = "0..*",
                            description = "Names of indexes, with or without schema; globs. Default: all.")
                    @Nullable
                    List<String> names)
            throws ConfigException, InterruptedException {
        check("-k", k);
        check("--searches", searches);
        Config config = options.read();
        VectorConfig.Recall recall = VectorConfig.Recall.DEFAULT;
        IndexMeter.Extent extent = new IndexMeter.Extent(
                k,
                searches,
                noRecall ? 0 : Math.min(searches, recall.queries()),
                recall.timeout(),
                recall.maxTableBytes());
        ProgressLine progress = ProgressLine.on(spec.commandLine().getErr());
        VectorReports.Outcome outcome = VectorReports.run(
                config,
                names == null ? List.of() : names,
                extent,
                (target, index, done, all) ->
                        progress.show(target + ", " + index + " (" + (done + 1) + " of " + all + ")", done, all));
        progress.clear();
        print(outcome, format);
        return code(outcome);
    }

    private void check(String option, int value) {
        if (value < 1 || value > MOST) {
            throw new ParameterException(spec.commandLine(), option + " must be from 1 to " + MOST + ", not " + value);
        }
    }

    private void print(VectorReports.Outcome outcome, Format format) {
        PrintWriter out = spec.commandLine().getOut();
        if (format == Format.JSON) {
            out.println(Json.write(VectorReportJson.of(outcome)));
        } else {
            for (VectorReports.Reported each : outcome.reports()) {
                out.println(each.target() + "/" + ReportText.of(each.report()));
            }
            if (outcome.reports().isEmpty()) {
                out.println("no vector index was found");
            }
        }
        out.flush();
        outcome.failures().forEach(failure -> spec.commandLine().getErr().println("dbvitals: " + failure));
    }

    private static int code(VectorReports.Outcome outcome) {
        if (!outcome.failures().isEmpty()
                || outcome.reports().stream()
                        .map(VectorReports.Reported::report)
                        .anyMatch(IndexReport::critical)) {
            return ExitCode.CRITICAL;
        }
        boolean advice = outcome.reports().stream()
                .anyMatch(each -> !each.report().advice().isEmpty());
        return advice ? ExitCode.WARNING : ExitCode.OK;
    }
}
