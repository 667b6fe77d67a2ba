package io.dbvitals.cli.alerts;

import io.dbvitals.api.alerts.AlertJson;
import io.dbvitals.api.alerts.PastOne;
import io.dbvitals.cli.terminal.ExitCode;
import io.dbvitals.config.json.Json;
import io.dbvitals.config.yaml.ConfigException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what fired. */
@Command(
        name = "history",
        description = {
            "Lists when alerts fired, from Prometheus's series ALERTS, the newest first, and who acknowledged or suppressed them.",
            "What fired for less than a step may be missing: 4 seconds within an hour, a minute within a day."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 it was read, 2 Prometheus does not answer, 3 misuse.",
            "",
            "Examples:",
            "  dbvitals alerts history",
            "  dbvitals alerts history --hours 168 --alertname PgBlocked",
            "  dbvitals alerts history --format json | jq -r '.episodes[] | [.starts_at, .name] | @tsv'"
        })
final class HistoryCommand implements Callable<Integer> {
    private static final int MOST_HOURS = 31 * 24;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private AlertOptions options = new AlertOptions();

    @Option(
            names = "--hours",
            paramLabel = "N",
            description = "How far to look back. Default: ${DEFAULT-VALUE}.",
            defaultValue = "24")
    private int hours;

    @Option(names = "--alertname", paramLabel = "NAME", description = "Only alerts of that name.")
    private @Nullable String name;

    @Override
    public Integer call() throws ConfigException, InterruptedException {
        if (hours < 1 || hours > MOST_HOURS) {
            throw new ConfigException("--hours must be from 1 to " + MOST_HOURS + ", not " + hours);
        }
        return options.run(spec, desk -> {
            Instant now = Instant.now();
            List<PastOne> all = desk.history(now.minus(Duration.ofHours(hours)), now, Optional.ofNullable(name));
            PrintWriter out = spec.commandLine().getOut();
            if (options.json()) {
                out.println(Json.write(
                        Map.of("episodes", all.stream().map(AlertJson::of).toList())));
            } else {
                AlertText text = new AlertText(now, out::println);
                all.forEach(text::past);
                out.println(all.isEmpty() ? "no alert fired" : all.size() + " times");
            }
            return ExitCode.OK;
        });
    }
}
