package io.dbvitals.cli.alerts;

import io.dbvitals.alerts.Alert;
import io.dbvitals.alerts.Matchers;
import io.dbvitals.api.alerts.AlertJson;
import io.dbvitals.api.alerts.FiringOne;
import io.dbvitals.cli.terminal.ExitCode;
import io.dbvitals.config.json.Json;
import io.dbvitals.config.yaml.ConfigException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Says what fires. */
@Command(
        name = "list",
        description = "Lists the alerts that fire: what, for how long, who works on it, and where its runbook is.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: 0 nothing fires that is not silenced, 1 something does, 2 something critical does or Alertmanager does not answer, "
                    + "3 misuse.",
            "",
            "Examples:",
            "  dbvitals alerts list",
            "  dbvitals alerts list severity=critical",
            "  dbvitals alerts list --format json | jq -r '.alerts[] | select(.acknowledged | not) | .fingerprint'"
        })
final class ListCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private AlertOptions options = new AlertOptions();

    @Parameters(
            paramLabel = "MATCHER",
            arity = "0..*",
            description = "Only those with such labels: name=value, name!=value, name=~regex or name!~regex.")
    private List<String> matchers = List.of();

    @Override
    public Integer call() throws ConfigException, InterruptedException {
        return options.run(spec, desk -> {
            List<FiringOne> all = desk.firing(Matchers.parse(matchers));
            PrintWriter out = spec.commandLine().getOut();
            if (options.json()) {
                out.println(Json.write(
                        Map.of("alerts", all.stream().map(AlertJson::of).toList())));
            } else {
                AlertText text = new AlertText(Instant.now(), out::println);
                all.forEach(text::firing);
                out.println(all.isEmpty() ? "no alert fires" : all.size() + " alerts");
            }
            return code(all);
        });
    }

    private static int code(List<FiringOne> all) {
        List<Alert> told = all.stream()
                .map(FiringOne::alert)
                .filter(each -> each.state() != Alert.State.SUPPRESSED)
                .toList();
        if (told.isEmpty()) {
            return ExitCode.OK;
        }
        return told.stream().anyMatch(each -> each.label("severity").equals("critical"))
                ? ExitCode.CRITICAL
                : ExitCode.WARNING;
    }
}
