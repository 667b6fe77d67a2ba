package io.dbvitals.app.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.config.TargetConfig;
import io.dbvitals.config.yaml.Position;
import io.dbvitals.diagnosis.Diagnosis;
import io.dbvitals.diagnosis.Finding;
import io.dbvitals.diagnosis.Outcome;
import io.dbvitals.diagnosis.State;
import io.dbvitals.diagnosis.Step;
import io.dbvitals.diagnosis.network.Resolver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;

/** One diagnosis of a real server, and what must be true of each. */
final class Climb {
    private final Diagnosis diagnosis;

    private Climb(Diagnosis diagnosis) {
        this.diagnosis = diagnosis;
    }

    static Climb of(TargetConfig.Source source) throws InterruptedException {
        return of(source, Resolver.SYSTEM);
    }

    static Climb of(TargetConfig.Source source, Resolver resolver) throws InterruptedException {
        return new Climb(Diagnoses.of(
                new TargetConfig("shop", source, Map.of(), List.of(), new Position("test", 1, 1)), resolver));
    }

    /** A port at which nothing listens. */
    static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    Diagnosis diagnosis() {
        return diagnosis;
    }

    /** All steps are taken. */
    Climb isWell() {
        assertThat(diagnosis.state()).as(text()).isEqualTo(State.OK);
        return this;
    }

    /** What is said of a step that went well. */
    Climb says(Step step, String... words) {
        assertThat(diagnosis.of(step).finding().text()).as(text()).contains(words);
        return this;
    }

    /** Nothing behind it is tried, and all before it is well or was not needed. */
    Finding stopsAt(Step step) {
        for (Outcome outcome : diagnosis.outcomes()) {
            int order = outcome.step().compareTo(step);
            assertThat(outcome.state())
                    .as("%s of%n%s", outcome.step(), text())
                    .isIn(
                            order == 0
                                    ? List.of(State.ERROR)
                                    : order > 0
                                            ? List.of(State.UNCHECKED)
                                            : List.of(State.OK, State.WARNING, State.UNCHECKED));
        }
        return remedied(step);
    }

    /** It goes on behind it. */
    Finding warnsAt(Step step) {
        assertThat(diagnosis.state()).as(text()).isEqualTo(State.WARNING);
        assertThat(diagnosis.of(step).state()).as(text()).isEqualTo(State.WARNING);
        assertThat(diagnosis.of(Step.QUERY).state()).as(text()).isEqualTo(State.OK);
        return remedied(step);
    }

    private Finding remedied(Step step) {
        Finding finding = diagnosis.of(step).finding();
        assertThat(finding.remedies()).as(text()).isNotEmpty();
        assertThat(text()).doesNotContain("s3cret");
        return finding;
    }

    private String text() {
        StringBuilder text = new StringBuilder();
        for (Outcome outcome : diagnosis.outcomes()) {
            text.append(outcome.step())
                    .append(' ')
                    .append(outcome.state())
                    .append(' ')
                    .append(outcome.finding())
                    .append('\n');
        }
        return text.toString();
    }
}
