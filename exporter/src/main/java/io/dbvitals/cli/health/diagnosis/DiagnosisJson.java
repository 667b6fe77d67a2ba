package io.dbvitals.cli.health.diagnosis;

import io.dbvitals.diagnosis.Diagnosis;
import io.dbvitals.diagnosis.Outcome;
import io.dbvitals.diagnosis.State;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The shape of {@code diagnose --format json}, which the command's help describes. */
final class DiagnosisJson {
    private DiagnosisJson() {}

    static Map<String, Object> of(List<Diagnosis> diagnoses, State worst, Instant at) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("status", worst.label());
        root.put("timestamp", at.toString());
        root.put("targets", diagnoses.stream().map(DiagnosisJson::target).toList());
        return root;
    }

    private static Map<String, Object> target(Diagnosis diagnosis) {
        Map<String, Object> target = new LinkedHashMap<>();
        target.put("target", diagnosis.target());
        target.put("kind", diagnosis.kind());
        target.put("address", text(diagnosis.address()));
        target.put("status", diagnosis.state().label());
        target.put(
                "failed_step", diagnosis.trouble().map(outcome -> outcome.step().label()));
        target.put(
                "steps", diagnosis.outcomes().stream().map(DiagnosisJson::step).toList());
        return target;
    }

    private static Map<String, Object> step(Outcome outcome) {
        Map<String, Object> step = new LinkedHashMap<>();
        step.put("step", outcome.step().label());
        step.put("state", outcome.state().label());
        step.put(
                "seconds",
                outcome.state() == State.UNCHECKED
                        ? Optional.empty()
                        : Optional.of(outcome.took().toNanos() / 1e9));
        step.put("code", text(outcome.finding().code()));
        step.put("text", outcome.finding().text());
        step.put("remedies", outcome.finding().remedies());
        return step;
    }

    private static Optional<String> text(String text) {
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
}
