package io.dbvitals.cli.alerts;

import io.dbvitals.alerts.Matchers;
import io.dbvitals.alerts.Silence;
import io.dbvitals.api.alerts.AlertDesk;
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
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says that somebody works on an alert. */
@Command(
        name = "ack",
        description = {
            "Acknowledges one alert: nobody is told of it again while it fires.",
            "It is a silence of just its labels, whose comment begins with ACK!. A running dbvitals with the same Alertmanager extends it while the "
                    + "alert fires; else it ends with its time."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 done, 2 Alertmanager does not answer or the audit log cannot be written, 3 no such alert, several, or misuse.",
            "",
            "Examples:",
            "  dbvitals alerts ack 5f0c2ad5e1b09a53 --comment 'looking at it'",
            "  dbvitals alerts ack alertname=PgBlocked server=db1:5432 --for 1h",
            "  dbvitals alerts ack --undo 5f0c2ad5e1b09a53"
        })
final class AckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private AlertOptions options = new AlertOptions();

    @Parameters(
            paramLabel = "ALERT",
            arity = "1..*",
            description =
                    "The alert's fingerprint, or matchers that name it and no other; with --undo also the id of the silence.")
    private List<String> alert = List.of();

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            description = "At first; it is extended by alerting.acknowledge. Default: that.")
    private @Nullable String duration;

    @Option(names = "--comment", paramLabel = "TEXT", description = "For those who see the alert.", defaultValue = "")
    private String comment = "";

    @Option(names = "--undo", description = "Take it back: people are told again.")
    private boolean undo;

    @Override
    public Integer call() throws ConfigException, InterruptedException {
        Optional<Duration> time = duration == null
                ? Optional.empty()
                : Optional.of(Durations.option("--for", duration, Duration.ofSeconds(1), "15m or 2h"));
        if (undo && alert.size() > 1) {
            throw new ConfigException("--undo takes one fingerprint or id of a silence");
        }
        PrintWriter out = spec.commandLine().getOut();
        return options.run(spec, desk -> {
            if (undo) {
                desk.unacknowledge(alert.get(0), AlertOptions.actor());
                out.println(options.json() ? Json.write(Map.of("id", alert.get(0))) : "taken back: " + alert.get(0));
                return ExitCode.OK;
            }
            boolean named = alert.size() == 1 && alert.get(0).matches("[0-9a-f]{8,32}");
            AlertDesk.Choice choice = new AlertDesk.Choice(
                    named ? alert.get(0) : "", named ? new Matchers(List.of()) : Matchers.parse(alert));
            Silence silence = desk.acknowledge(choice, time, comment, AlertOptions.actor());
            if (options.json()) {
                out.println(Json.write(AlertJson.of(silence)));
            } else {
                new AlertText(Instant.now(), out::println).made(silence);
            }
            return ExitCode.OK;
        });
    }
}
