package io.dbvitals.cli.alerts;

import io.dbvitals.alerts.alertmanager.ChannelTest;
import io.dbvitals.alerts.alertmanager.ChannelTest.Outcome;
import io.dbvitals.api.alerts.AlertJson;
import io.dbvitals.app.guard.text.Texts;
import io.dbvitals.cli.terminal.ExitCode;
import io.dbvitals.config.json.Json;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.config.yaml.Durations;
import java.io.PrintWriter;
import java.time.Duration;
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

/** Tests by which ways people are told. */
@Command(
        name = "test",
        description = {
            "Sends an alert of its own, ChannelTest, and says how far it came: not routed, routed, attempted or failed. Then takes it back.",
            "Whether a message arrived is to be seen where it should be: no program can tell."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 attempted, 1 routed, but nothing was sent in time, 2 failed, not routed, or Alertmanager does not answer, 3 misuse.",
            "",
            "Examples:",
            "  dbvitals alerts test --label severity=critical",
            "  dbvitals alerts test --receiver oncall --label severity=critical --label team=db --wait 2m"
        })
final class TestCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private AlertOptions options = new AlertOptions();

    @Option(names = "--receiver", paramLabel = "NAME", description = "That it shall reach. Default: whichever it does.")
    private @Nullable String receiver;

    @Option(
            names = "--label",
            paramLabel = "NAME=VALUE",
            description = "By which it is routed, beside severity=info. May be repeated.")
    private Map<String, String> labels = Map.of();

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            description = "For something to be sent: longer than group_wait of the route. Default: ${DEFAULT-VALUE}.",
            defaultValue = "45s")
    private String wait = "45s";

    @Override
    public Integer call() throws ConfigException, InterruptedException {
        Duration patience = Durations.option("--wait", wait, Duration.ofSeconds(1), "45s or 2m");
        return options.run(spec, desk -> {
            List<ChannelTest.Result> results =
                    desk.test(labels, Optional.ofNullable(receiver), patience, AlertOptions.actor());
            PrintWriter out = spec.commandLine().getOut();
            if (options.json()) {
                out.println(Json.write(
                        Map.of("results", results.stream().map(AlertJson::of).toList())));
            } else {
                results.forEach(each -> out.println(
                        Texts.plain(each.receiver() + ": " + AlertJson.label(each.outcome()) + ": " + each.detail())));
            }
            return code(results);
        });
    }

    private static int code(List<ChannelTest.Result> results) {
        if (results.isEmpty()
                || results.stream()
                        .anyMatch(each -> each.outcome() == Outcome.FAILED || each.outcome() == Outcome.NOT_ROUTED)) {
            return ExitCode.CRITICAL;
        }
        return results.stream().anyMatch(each -> each.outcome() == Outcome.ROUTED) ? ExitCode.WARNING : ExitCode.OK;
    }
}
