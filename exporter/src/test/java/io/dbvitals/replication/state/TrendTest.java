package io.dbvitals.replication.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.replication.state.ReplicationState.Role;
import io.dbvitals.replication.state.Trend.Direction;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class TrendTest {
    private static final double MIB = 1 << 20;

    @Test
    void bytes_growShrinkAndStay() {
        Trend growing = Trend.between(at(0, 5, 10 * MIB), at(10, 15, 30 * MIB));
        assertThat(growing).isEqualTo(new Trend(Direction.GROWING, 2 * MIB, Optional.empty()));
        Trend shrinking = Trend.between(at(0, 5, 30 * MIB), at(10, 5, 10 * MIB));
        assertThat(shrinking.direction()).isEqualTo(Direction.SHRINKING);
        assertThat(shrinking.caughtUpIn()).contains(Duration.ofSeconds(5));
        assertThat(Trend.between(at(0, 5, 30 * MIB), at(10, 50, 32 * MIB)).direction())
                .isEqualTo(Direction.STEADY);
        assertThat(Trend.between(at(0, 0, 0), at(10, 0, MIB / 2)).direction()).isEqualTo(Direction.STEADY);
    }

    @Test
    void seconds_countWhereBytesAreNotKnown() {
        assertThat(Trend.between(at(0, 10, Double.NaN), at(10, 20, MIB)))
                .isEqualTo(new Trend(Direction.GROWING, 1, Optional.empty()));
    }

    @Test
    void unknownLag_otherRole_andNoTimeBetween_tellNothing() {
        assertThat(Trend.between(at(0, 10, 0), at(10, Double.NaN, Double.NaN)).direction())
                .isEqualTo(Direction.UNKNOWN);
        assertThat(Trend.between(at(0, 10, 0), at(0, 20, MIB)).direction()).isEqualTo(Direction.UNKNOWN);
        ReplicationState primary = new ReplicationState(
                Instant.ofEpochSecond(10), Role.PRIMARY, true, 0, 1, List.of(), List.of(), List.of(), List.of());
        assertThat(Trend.between(at(0, 10, 0), primary).direction()).isEqualTo(Direction.UNKNOWN);
        assertThat(Direction.UNKNOWN.label()).isEqualTo("unknown");
    }

    /** Of a replica with two channels, of which the other one keeps up. */
    private static ReplicationState at(int second, double lagSeconds, double lagBytes) {
        return new ReplicationState(
                Instant.ofEpochSecond(second),
                Role.REPLICA,
                true,
                0,
                1,
                List.of(channel(0, 0), channel(lagSeconds, lagBytes)),
                List.of(),
                List.of(),
                List.of());
    }

    private static Channel channel(double lagSeconds, double lagBytes) {
        return new Channel("", "", Work.RUNS, Work.RUNS, known(lagSeconds), known(lagBytes), 0, 0, true);
    }

    private static OptionalDouble known(double value) {
        return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
