package io.dbvitals.cli.health.diagnosis;

import io.dbvitals.cli.terminal.nagios.Level;
import io.dbvitals.cli.terminal.nagios.Performance;
import io.dbvitals.cli.terminal.nagios.Performance.Unit;
import io.dbvitals.cli.terminal.nagios.PluginOutput;
import io.dbvitals.diagnosis.Diagnosis;
import io.dbvitals.diagnosis.Outcome;
import io.dbvitals.diagnosis.State;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A diagnosis as a plugin answers: what fails in the one line, the remedies below, and how long the steps took. */
final class DiagnosisNagios {
    private DiagnosisNagios() {}

    static PluginOutput of(List<Diagnosis> diagnoses, Level level) {
        String troubles = diagnoses.stream()
                .flatMap(diagnosis -> diagnosis.trouble().stream()
                        .map(outcome ->
                                diagnosis.target() + ": " + outcome.step().label() + ": "
                                        + outcome.finding().text()))
                .collect(Collectors.joining("; "));
        String text = diagnoses.isEmpty()
                ? "there is no such target"
                : diagnoses.size() == 1
                        ? diagnoses.get(0).target() + " can be read"
                        : diagnoses.size() + " targets can be read";
        List<Performance> performance = new ArrayList<>();
        List<String> longLines = new ArrayList<>();
        for (Diagnosis diagnosis : diagnoses) {
            double seconds = diagnosis.outcomes().stream()
                            .mapToLong(outcome -> outcome.took().toNanos())
                            .sum()
                    / 1e9;
            performance.add(Performance.of(diagnosis.target(), seconds, Unit.SECONDS));
            diagnosis.outcomes().stream()
                    .filter(outcome -> outcome.state().compareTo(State.WARNING) >= 0)
                    .forEach(outcome -> longLines.add(longLine(diagnosis, outcome)));
        }
        return new PluginOutput(
                "DBVITALS_DIAGNOSE", level, troubles.isEmpty() ? text : troubles, performance, longLines);
    }

    private static String longLine(Diagnosis diagnosis, Outcome outcome) {
        return diagnosis.target() + " " + outcome.step().label() + " "
                + outcome.state().label() + ": " + outcome.finding().text()
                + outcome.finding().remedies().stream()
                        .map(remedy -> "; to do: " + remedy)
                        .collect(Collectors.joining());
    }
}
