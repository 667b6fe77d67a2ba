package io.dbvitals.grafana.live;

import java.time.Duration;
import java.util.List;

/**
 * What a panel would show.
 *
 * @param reason why it may be empty, where that is known
 */
record Verdict(String uid, String panel, List<Prometheus.Answer> answers, String reason) {
    Verdict {
        answers = List.copyOf(answers);
    }

    boolean failed() {
        return answers.stream().anyMatch(answer -> !answer.error().isEmpty());
    }

    boolean empty() {
        return answers.stream().allMatch(answer -> answer.series() == 0);
    }

    /** Whether someone has to look at it. */
    boolean bad() {
        return failed() || (empty() && reason.isEmpty());
    }

    Duration took() {
        return answers.stream().map(Prometheus.Answer::took).reduce(Duration.ZERO, Duration::plus);
    }

    String words() {
        if (failed()) {
            return "ERROR "
                    + answers.stream()
                            .map(Prometheus.Answer::error)
                            .filter(error -> !error.isEmpty())
                            .toList();
        }
        if (empty()) {
            return reason.isEmpty() ? "EMPTY" : "empty: " + reason;
        }
        long filled = answers.stream().filter(answer -> answer.series() > 0).count();
        long series = answers.stream().mapToLong(Prometheus.Answer::series).sum();
        return series + " series"
                + (filled < answers.size() ? ", " + filled + " of " + answers.size() + " queries" : "");
    }
}
