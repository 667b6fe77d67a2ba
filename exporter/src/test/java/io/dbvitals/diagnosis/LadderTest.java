package io.dbvitals.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LadderTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @ParameterizedTest
    @CsvSource({"CONFIGURATION, password command", "DNS, /etc/resolv.conf", "TLS, disks"})
    void stepThatHangs_isGivenUp(Step step, String remedy) throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        Diagnosis diagnosis = climb(new Rung(step, Duration.ofMillis(50), () -> {
            never.await();
            return Finding.ok("never");
        }));
        assertThat(diagnosis.of(step).state()).isEqualTo(State.ERROR);
        assertThat(diagnosis.of(step).finding().text()).contains("given up");
        assertThat(diagnosis.of(step).finding().remedies())
                .singleElement()
                .asString()
                .contains(remedy);
        assertThat(diagnosis.of(Step.QUERY).finding().text()).isEqualTo("has no meaning here");
    }

    @Test
    void faultOfALaterStep_saysWhatThisOneWasWorth() throws Exception {
        Diagnosis diagnosis =
                climb(fails(Step.AUTHENTICATION, Step.DATABASE), new Rung(Step.QUERY, LIMIT, () -> Finding.ok("no")));
        assertThat(diagnosis.of(Step.AUTHENTICATION).state()).isEqualTo(State.OK);
        assertThat(diagnosis.of(Step.DATABASE).state()).isEqualTo(State.ERROR);
        assertThat(diagnosis.of(Step.QUERY).finding().text()).isEqualTo("not reached");
        assertThat(climb(fails(Step.TLS, Step.AUTHENTICATION)).of(Step.TLS).state())
                .isEqualTo(State.UNCHECKED);
    }

    @Test
    void faultOfAnEarlierStep_standsInItsPlace() throws Exception {
        Diagnosis diagnosis = climb(
                new Rung(Step.TLS, LIMIT, () -> Finding.warning("soon", "renew")),
                fails(Step.AUTHENTICATION, Step.TLS));
        assertThat(diagnosis.of(Step.TLS).state()).isEqualTo(State.ERROR);
        assertThat(diagnosis.of(Step.AUTHENTICATION).state()).isEqualTo(State.UNCHECKED);
        assertThat(diagnosis.trouble().orElseThrow().step()).isEqualTo(Step.TLS);
    }

    @Test
    void warning_doesNotStop() throws Exception {
        Diagnosis diagnosis = climb(
                new Rung(Step.DNS, LIMIT, () -> Finding.warning("slow", "cache")),
                new Rung(Step.TCP, LIMIT, () -> Finding.ok("fine")));
        assertThat(diagnosis.state()).isEqualTo(State.WARNING);
        assertThat(diagnosis.of(Step.TCP).state()).isEqualTo(State.OK);
    }

    private static Rung fails(Step tried, Step belongs) {
        return new Rung(tried, LIMIT, () -> {
            throw new Fault(belongs, Finding.error("no", "yes"));
        });
    }

    private static Diagnosis climb(Rung... rungs) throws InterruptedException {
        return Ladder.climb("shop", "postgres", "db1:5432", List.of(rungs));
    }
}
