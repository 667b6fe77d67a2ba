package io.dbvitals.replication.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.replication.state.Work;
import org.junit.jupiter.api.Test;

class RecoveryTest {
    @Test
    void recordThatHasJustCome_afterAQuietHour_isNoLag() {
        Recovery first = recovery(1000, 200, 3600, "streaming");
        assertThat(first.seemsBehind()).isTrue();
        assertThat(recovery(1200, 50, 3600, "streaming").since(first).behindSeconds())
                .isZero();
        assertThat(recovery(1199, 51, 3600, "streaming").since(first).behindSeconds())
                .isEqualTo(3600);
    }

    @Test
    void secondLook_isTakenOnlyAtAStreamingReplicaThatIsBehind() {
        assertThat(recovery(1000, 0, 0, "streaming").seemsBehind()).isFalse();
        assertThat(recovery(1000, 0, Double.NaN, "streaming").seemsBehind()).isFalse();
        assertThat(recovery(1000, Double.NaN, 60, "").seemsBehind()).isFalse();
    }

    @Test
    void receiver_isBrokenUnlessItStreams() {
        assertThat(recovery(0, 0, 0, "streaming").channel(true).receiver()).isEqualTo(Work.RUNS);
        assertThat(recovery(0, 0, 0, "waiting").channel(true).receiver()).isEqualTo(Work.CONNECTS);
        assertThat(recovery(0, 0, 0, "stopping").channel(true).receiver()).isEqualTo(Work.STOPPED);
        assertThat(recovery(0, 0, Double.NaN, "").channel(true).lagSeconds()).isEmpty();
    }

    private static Recovery recovery(long position, double behindBytes, double behindSeconds, String receiver) {
        return new Recovery(true, position, 1, false, receiver, false, "db1:5432", 0, behindBytes, behindSeconds, 0);
    }
}
