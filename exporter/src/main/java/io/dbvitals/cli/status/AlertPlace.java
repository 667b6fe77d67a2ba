package io.dbvitals.cli.status;

import java.util.List;
import java.util.function.UnaryOperator;

/** What an alert is about, by its labels. */
final class AlertPlace {
    private static final List<String> LABELS = List.of("target", "server", "host", "instance", "job");

    private AlertPlace() {}

    /** The first there is; {@code label} gives the empty text for one that is missing. */
    static String of(UnaryOperator<String> label) {
        return LABELS.stream()
                .map(label)
                .filter(value -> !value.isEmpty())
                .findFirst()
                .orElse("");
    }
}
