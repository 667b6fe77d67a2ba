package io.dbvitals.app.health.vitals;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.app.health.figures.Limits;
import io.dbvitals.config.Config.Threshold;
import io.dbvitals.health.HealthReport.Status;
import io.dbvitals.health.score.Score;
import io.dbvitals.health.score.Vital;
import io.dbvitals.health.score.Vital.Knowledge;
import io.dbvitals.replication.state.Channel;
import io.dbvitals.replication.state.Finding;
import io.dbvitals.replication.state.ReplicationState;
import io.dbvitals.replication.state.ReplicationState.Role;
import io.dbvitals.replication.state.Standby;
import io.dbvitals.replication.state.Work;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ReplicationVitalTest {
    private final ReplicationVital vital = new ReplicationVital();

    @Test
    void replicaThatVanished_isMissed() {
        assertThat(judge(state(Role.ALONE, List.of(), List.of())).knowledge()).isEqualTo(Knowledge.NOT_APPLICABLE);
        assertThat(status(judge(state(Role.PRIMARY, List.of(), List.of(standby(1))))))
                .isEqualTo(Status.HEALTHY);
        Vital gone = judge(state(Role.ALONE, List.of(), List.of()));
        assertThat(status(gone)).isEqualTo(Status.UNHEALTHY);
        assertThat(Score.of(List.of(gone)).components().get(0).cause()).startsWith("replicas that are gone: 1 (");
    }

    @Test
    void replica_isAsBadAsItsLag_andUnknownWithoutOne() {
        assertThat(status(judge(state(Role.REPLICA, List.of(channel(Work.RUNS, OptionalDouble.of(1))), List.of()))))
                .isEqualTo(Status.HEALTHY);
        assertThat(status(judge(state(Role.REPLICA, List.of(channel(Work.RUNS, OptionalDouble.of(60))), List.of()))))
                .isEqualTo(Status.DEGRADED);
        assertThat(status(judge(state(Role.REPLICA, List.of(channel(Work.STOPPED, OptionalDouble.of(0))), List.of()))))
                .isEqualTo(Status.UNHEALTHY);
        assertThat(judge(state(Role.REPLICA, List.of(channel(Work.RUNS, OptionalDouble.empty())), List.of()))
                        .knowledge())
                .isEqualTo(Knowledge.UNKNOWN);
    }

    @Test
    void lagThatGrows_isBadBeforeItIsLarge() {
        assertThat(status(judge(behind(0, 1)))).isEqualTo(Status.HEALTHY);
        Vital growing = judge(behind(20, 17));
        assertThat(status(growing)).isEqualTo(Status.DEGRADED);
        assertThat(Score.of(List.of(growing)).components().get(0).cause())
                .isEqualTo("seconds that the lag grows by in each: 0.8 (warning 0.5)");
        assertThat(status(judge(behind(23, 20)))).as("too soon to tell").isEqualTo(Status.HEALTHY);
        assertThat(status(judge(behind(43, 21)))).as("noise").isEqualTo(Status.HEALTHY);
        assertThat(status(judge(behind(63, 2)))).isEqualTo(Status.HEALTHY);
    }

    private static ReplicationState behind(long at, double seconds) {
        return new ReplicationState(
                Instant.EPOCH.plusSeconds(at),
                Role.REPLICA,
                true,
                0,
                1,
                List.of(channel(Work.RUNS, OptionalDouble.of(seconds))),
                List.of(),
                List.of(),
                List.of());
    }

    @Test
    void criticalFinding_isACause() {
        ReplicationState state = new ReplicationState(
                Instant.now(),
                Role.PRIMARY,
                true,
                0,
                1,
                List.of(),
                List.of(standby(0)),
                List.of(),
                List.of(Finding.critical("slot_lost", "slot a has lost its log", "build the replica anew")));
        Vital lost = judge(state);
        assertThat(status(lost)).isEqualTo(Status.UNHEALTHY);
        assertThat(Score.of(List.of(lost)).components().get(0).cause())
                .startsWith("faults (slot a has lost its log): 1");
    }

    @Test
    void replicasThatAreExpected_areMissedAtTheFirstReading() {
        ReplicationState alone = state(Role.ALONE, List.of(), List.of());
        ReplicationState one = state(Role.PRIMARY, List.of(), List.of(standby(0)));
        Limits two = expecting(Optional.of(1.0), Optional.of(0.0));
        assertThat(status(vital.judge(alone, 15, two))).isEqualTo(Status.UNHEALTHY);
        assertThat(status(vital.judge(one, 15, two))).isEqualTo(Status.DEGRADED);
        Limits any = expecting(Optional.empty(), Optional.of(0.0));
        assertThat(status(vital.judge(one, 15, any))).isEqualTo(Status.HEALTHY);
        Limits critical = expecting(Optional.empty(), Optional.of(1.0));
        assertThat(status(vital.judge(one, 15, critical))).isEqualTo(Status.UNHEALTHY);
    }

    private static Limits expecting(Optional<Double> warning, Optional<Double> critical) {
        return new Limits(Map.of("replicas", new Threshold(warning, critical)));
    }

    private Vital judge(ReplicationState state) {
        return vital.judge(state, 15, new Limits(Map.of()));
    }

    private static Status status(Vital vital) {
        return Score.of(List.of(vital)).status();
    }

    private static ReplicationState state(Role role, List<Channel> channels, List<Standby> standbys) {
        return new ReplicationState(Instant.now(), role, true, 0, 1, channels, standbys, List.of(), List.of());
    }

    private static Standby standby(double lag) {
        return new Standby("a", "streaming", false, OptionalLong.empty(), OptionalDouble.of(lag), OptionalDouble.of(0));
    }

    private static Channel channel(Work receiver, OptionalDouble lag) {
        return new Channel("", "db1:5432", receiver, Work.RUNS, lag, OptionalDouble.empty(), 0, 0, true);
    }
}
