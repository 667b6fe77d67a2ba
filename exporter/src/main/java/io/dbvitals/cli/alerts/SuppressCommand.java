package io.dbvitals.cli.alerts;

import io.dbvitals.alerts.Matchers;
import io.dbvitals.alerts.Silence;
import io.dbvitals.api.alerts.AlertJson;
import io.dbvitals.cli.terminal.ExitCode;
import io.dbvitals.config.json.Json;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.config.yaml.Durations;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Keeps alerts from being told for a time. */
@Command(
        name = "suppress",
        description = {
            "Suppresses the alerts that match, for at most 7 days: those that fire and those that will.",
            "Matchers by which everything would fall silent are refused."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 done, 2 Alertmanager does not answer or the audit log cannot be written, 3 refused, no such suppression, or misuse.",
            "",
            "Examples:",
            "  dbvitals alerts suppress server=db1:5432 'alertname=~Pg.*' --for 2h --comment 'migration of db1'",
            "  dbvitals alerts suppress --undo 2d5b0b3c-6f0e-4e0c-9f43-0f3a3b1c9a11"
        })
final class SuppressCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private AlertOptions options = new AlertOptions();

    @Parameters(
            paramLabel = "MATCHER",
            arity = "0..*",
            description = "All must hold: name=value, name!=value, name=~regex or name!~regex.")
    private List<String> matchers = List.of();

    @Option(names = "--for", paramLabel = "DURATION", description = "How long, as 2h; at most 7d.")
    private @Nullable String duration;

    @Option(names = "--comment", paramLabel = "TEXT", description = "Why.", defaultValue = "")
    private String comment = "";

    @Option(names = "--undo", paramLabel = "ID", description = "End that silence instead.")
    private @Nullable String undo;

    @Override
    public Integer call() throws ConfigException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        if (undo != null) {
            String id = undo;
            return options.run(spec, desk -> {
                desk.unsuppress(id, AlertOptions.actor());
                out.println(options.json() ? Json.write(Map.of("id", id)) : "ended: " + id);
                return ExitCode.OK;
            });
        }
        if (duration == null) {
            throw new ConfigException("--for is missing: for how long, as 2h, at most 7d");
        }
        Duration time = Durations.option("--for", duration, Duration.ofSeconds(1), "30m or 2h");
        return options.run(spec, desk -> {
            Silence silence = desk.suppress(Matchers.parse(matchers), time, comment, AlertOptions.actor());
            if (options.json()) {
                out.println(Json.write(AlertJson.of(silence)));
            } else {
                new AlertText(Instant.now(), out::println).made(silence);
            }
            return ExitCode.OK;
        });
    }
}
