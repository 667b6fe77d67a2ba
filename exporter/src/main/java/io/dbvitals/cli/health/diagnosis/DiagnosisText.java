package io.dbvitals.cli.health.diagnosis;

import io.dbvitals.app.guard.text.Texts;
import io.dbvitals.diagnosis.Diagnosis;
import io.dbvitals.diagnosis.Outcome;
import io.dbvitals.diagnosis.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A diagnosis for people: a line for each step, and below it what helps. */
final class DiagnosisText {
    private static final String INDENT = " ".repeat(40);

    private DiagnosisText() {}

    static List<String> lines(Diagnosis diagnosis) {
        List<String> lines = new ArrayList<>();
        lines.add(diagnosis.target() + " (" + diagnosis.kind()
                + (diagnosis.address().isEmpty() ? "" : ", " + diagnosis.address()) + "): "
                + diagnosis.state().label()
                + diagnosis
                        .trouble()
                        .map(outcome -> " at " + outcome.step().label())
                        .orElse(""));
        for (Outcome outcome : diagnosis.outcomes()) {
            lines.add(line(outcome));
            outcome.finding().remedies().forEach(remedy -> lines.add(INDENT + "-> " + Texts.plain(remedy)));
        }
        return lines;
    }

    private static String line(Outcome outcome) {
        String code = outcome.finding().code();
        return String.format(
                Locale.ROOT,
                "  %-9s  %-14s %9s   %s%s",
                outcome.state().label(),
                outcome.step().label(),
                outcome.state() == State.UNCHECKED
                        ? ""
                        : String.format(Locale.ROOT, "%.1f ms", outcome.took().toNanos() / 1e6),
                Texts.plain(outcome.finding().text()),
                code.isEmpty() ? "" : " (" + Texts.plain(code) + ")");
    }
}
