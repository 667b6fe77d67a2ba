package io.dbvitals.cli.health.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.cli.terminal.nagios.Level;
import io.dbvitals.config.json.Json;
import io.dbvitals.diagnosis.Diagnosis;
import io.dbvitals.diagnosis.Finding;
import io.dbvitals.diagnosis.Outcome;
import io.dbvitals.diagnosis.State;
import io.dbvitals.diagnosis.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DiagnosisTextTest {
    private static final Diagnosis REFUSED = new Diagnosis(
            "primary",
            "postgres",
            "db1:5432",
            Stream.of(Step.values()).map(DiagnosisTextTest::outcome).toList());

    @Test
    void text_hasALinePerStepAndTheRemediesBelow() {
        assertThat(String.join("\n", DiagnosisText.lines(REFUSED))).isEqualTo("""
                primary (postgres, db1:5432): error at authentication
                  ok         configuration     1.5 ms   fine
                  ok         dns               1.5 ms   fine
                  ok         tcp               1.5 ms   fine
                  ok         tls               1.5 ms   fine
                  error      authentication    1.5 ms   FATAL: no?[31m (28P01)
                                                        -> ALTER ROLE "dbvitals" PASSWORD '…'
                  unchecked  database                   not reached
                  unchecked  privileges                 not reached
                  unchecked  query                      not reached""");
    }

    @Test
    void json_isAsTheHelpDescribesIt() {
        String json = Json.write(DiagnosisJson.of(List.of(REFUSED), State.ERROR, Instant.EPOCH));
        assertThat(json)
                .startsWith(
                        "{\"status\":\"error\",\"timestamp\":\"1970-01-01T00:00:00Z\",\"targets\":[{\"target\":\"primary\","
                                + "\"kind\":\"postgres\",\"address\":\"db1:5432\",\"status\":\"error\","
                                + "\"failed_step\":\"authentication\",\"steps\":[{\"step\":\"configuration\",\"state\":\"ok\","
                                + "\"seconds\":0.0015,\"code\":null,\"text\":\"fine\",\"remedies\":[]},")
                .contains(
                        "{\"step\":\"authentication\",\"state\":\"error\",\"seconds\":0.0015,\"code\":\"28P01\","
                                + "\"text\":\"FATAL: no\\u001b[31m\",\"remedies\":[\"ALTER ROLE \\\"dbvitals\\\" PASSWORD '…'\"]}")
                .endsWith("{\"step\":\"query\",\"state\":\"unchecked\",\"seconds\":null,\"code\":null,"
                        + "\"text\":\"not reached\",\"remedies\":[]}]}]}");
    }

    @Test
    void nagios_saysTheTroubleInOneLine_andTheRemedyBelow() {
        assertThat(DiagnosisNagios.of(List.of(REFUSED), Level.CRITICAL).render())
                .isEqualTo("DBVITALS_DIAGNOSE CRITICAL: primary: authentication: FATAL: no?[31m | primary=0.012s\n"
                        + "primary authentication error: FATAL: no?[31m; to do: ALTER ROLE \"dbvitals\" PASSWORD '…'");
        assertThat(DiagnosisNagios.of(List.of(), Level.UNKNOWN).render())
                .isEqualTo("DBVITALS_DIAGNOSE UNKNOWN: there is no such target");
    }

    private static Outcome outcome(Step step) {
        int order = step.compareTo(Step.AUTHENTICATION);
        Finding finding = order < 0
                ? Finding.ok("fine")
                : order > 0
                        ? Finding.unchecked("not reached")
                        : new Finding(
                                State.ERROR,
                                "28P01",
                                "FATAL: no\u001b[31m",
                                List.of("ALTER ROLE \"dbvitals\" PASSWORD '…'"));
        return new Outcome(step, Duration.ofNanos(1_500_000), finding);
    }
}
