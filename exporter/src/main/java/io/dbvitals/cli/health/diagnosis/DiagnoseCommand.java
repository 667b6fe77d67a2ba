package io.dbvitals.cli.health.diagnosis;

import io.dbvitals.app.diagnosis.Diagnoses;
import io.dbvitals.cli.terminal.ExitCode;
import io.dbvitals.cli.terminal.ReportOptions;
import io.dbvitals.cli.terminal.nagios.Level;
import io.dbvitals.config.json.Json;
import io.dbvitals.config.yaml.ConfigException;
import io.dbvitals.diagnosis.Diagnosis;
import io.dbvitals.diagnosis.State;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says why a target cannot be read, and what helps. */
@Command(
        name = "diagnose",
        description = {
            "Says for each target why it cannot be read, and what helps.",
            "Tries one after the other: configuration, dns, tcp, tls, authentication, database, privileges, "
                    + "query; stops at the first that fails. Changes nothing. The step tls covers the first words "
                    + "with the server, too: whether it is a server of that kind at all."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "JSON: {status, timestamp, targets: [{target, kind, address, status, failed_step, steps: [{step, "
                    + "state, seconds, code, text, remedies: []}]}]}. status and state: ok, warning, error, "
                    + "unchecked (not reached, or without a meaning for that kind). failed_step: the first that "
                    + "went as status says, null where all is well. code: the server's, or null.",
            "",
            "Exit codes: 0 OK, 1 warning, 2 a target cannot be read, 3 no such target, misuse, or a broken "
                    + "configuration.",
            "",
            "Examples:",
            "  dbvitals diagnose",
            "  dbvitals diagnose --target primary --format json | jq -r '.targets[] | .failed_step'",
            "  dbvitals diagnose --url postgresql://db1:5432/app --user dbvitals --password-file secret"
        })
public final class DiagnoseCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private ReportOptions options = new ReportOptions();

    @Override
    public Integer call() throws ConfigException, InterruptedException {
        List<Diagnosis> diagnoses = Diagnoses.of(options.config(), options.targets());
        State worst = diagnoses.stream()
                .map(Diagnosis::state)
                .max(Comparator.naturalOrder())
                .orElse(State.UNCHECKED);
        int code = switch (worst) {
            case OK -> ExitCode.OK;
            case WARNING -> ExitCode.WARNING;
            case ERROR -> ExitCode.CRITICAL;
            case UNCHECKED -> ExitCode.MISUSE;
        };
        PrintWriter out = spec.commandLine().getOut();
        switch (options.format()) {
            case JSON -> out.println(Json.write(DiagnosisJson.of(diagnoses, worst, Instant.now())));
            case NAGIOS ->
                out.println(DiagnosisNagios.of(diagnoses, Level.of(code)).render());
            case TEXT -> text(diagnoses, out);
        }
        out.flush();
        return code;
    }

    private static void text(List<Diagnosis> diagnoses, PrintWriter out) {
        diagnoses.forEach(diagnosis -> DiagnosisText.lines(diagnosis).forEach(out::println));
        if (diagnoses.isEmpty()) {
            out.println("there is no such target");
        }
    }
}
