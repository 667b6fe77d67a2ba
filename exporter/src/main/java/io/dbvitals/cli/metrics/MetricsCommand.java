package io.dbvitals.cli.metrics;

import io.dbvitals.cli.service.ServiceOptions;
import io.dbvitals.cli.terminal.ConfigOptions;
import io.dbvitals.cli.terminal.ExitCode;
import io.dbvitals.config.yaml.ConfigException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Figures of a target, now and before. */
@Command(
        name = "metrics",
        description = {
            "The headline figures of targets: score, response time, and the worst figure of each component, in base units; of one database "
                    + "also what they were.",
            "From the dbvitals that runs at the configured listen address, which asks alerting.prometheus or remembers an hour; where none "
                    + "runs, the targets are read from here."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 all answer, 2 one does not answer, 3 there is no such target, or misuse.",
            "",
            "Examples:",
            "  dbvitals metrics",
            "  dbvitals metrics --database primary --hours 24",
            "  dbvitals metrics --database primary --json | jq '.targets[0].components.connections.value'",
            "  dbvitals metrics --service http://db1:9999 --token-file /etc/dbvitals/viewer.token"
        })
public final class MetricsCommand implements Callable<Integer> {
    private static final int MOST_HOURS = 744;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ConfigOptions options = new ConfigOptions();

    @Mixin
    private ServiceOptions service = new ServiceOptions();

    @Option(
            names = {"--database", "--target"},
            paramLabel = "NAME",
            description = "The target of that name, and its history. Default: all targets, as they are now.")
    private @Nullable String database;

    @Option(
            names = "--hours",
            paramLabel = "N",
            description = "How far to look back, with --database; at most 744. Default: ${DEFAULT-VALUE}.",
            defaultValue = "1")
    private int hours;

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    @Override
    public Integer call() throws ConfigException, InterruptedException {
        if (hours < 1 || hours > MOST_HOURS) {
            throw new ConfigException("--hours must be from 1 to " + MOST_HOURS + ", which is a month, not " + hours);
        }
        Optional<String> wanted = Optional.ofNullable(database);
        List<Sheet> sheets = service.answer(
                options::read,
                options.oneServer(),
                asked -> Sheets.of(asked, wanted, hours),
                (config, why) -> Sheets.of(config, wanted, hours));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(SheetJson.of(sheets, Instant.now()));
        } else {
            SheetText text = new SheetText(Ansi.AUTO.enabled());
            sheets.forEach(sheet -> text.lines(sheet).forEach(out::println));
            if (sheets.isEmpty()) {
                out.println("nothing is known now: the collection is paused, or health is turned off (health.enabled)");
            }
        }
        out.flush();
        if (sheets.isEmpty()) {
            return ExitCode.MISUSE;
        }
        boolean allUp = sheets.stream().allMatch(sheet -> sheet.up().orElse(false));
        return allUp ? ExitCode.OK : ExitCode.CRITICAL;
    }
}
