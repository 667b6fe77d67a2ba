package io.dbvitals.diagnosis;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Why a target can be read, or cannot.
 *
 * @param address {@code host:port}; empty for what is not reached over a network
 * @param outcomes of all steps, in their order
 */
public record Diagnosis(String target, String kind, String address, List<Outcome> outcomes) {
    public Diagnosis {
        outcomes = List.copyOf(outcomes);
    }

    /** The worst of its steps. */
    public State state() {
        return outcomes.stream()
                .map(Outcome::state)
                .max(Comparator.naturalOrder())
                .orElse(State.UNCHECKED);
    }

    /** The first step in that state; empty where all is well. */
    public Optional<Outcome> trouble() {
        State worst = state();
        return worst.compareTo(State.WARNING) < 0
                ? Optional.empty()
                : outcomes.stream().filter(each -> each.state() == worst).findFirst();
    }

    /** What became of that step. */
    public Outcome of(Step step) {
        return outcomes.stream().filter(each -> each.step() == step).findFirst().orElseThrow();
    }
}
