package io.dbvitals.guard.emergency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.guard.emergency.fence.FenceException;
import io.dbvitals.guard.emergency.fence.Shut;
import io.dbvitals.guard.postgres.PostgresSessions;
import io.dbvitals.testing.KilledProcess;
import io.dbvitals.testing.StandingStill;
import io.dbvitals.testing.TestServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KilledGuardIT {
    @ParameterizedTest
    @ValueSource(ints = {14, 17})
    void fenceOfAGuardThatWasKilled_isTakenDownByTheNext(int major) throws Exception {
        try (Stand stand = Stand.start(major, Map.of());
                Connection first = stand.client("app", "web");
                Connection second = stand.client("app", "web")) {
            stand.server.execute("GRANT keeper TO dbvitals", "ALTER DATABASE shop CONNECTION LIMIT 37");
            killInTheMiddle(stand);

            assertThat(stand.limit("shop")).isEqualTo("0");
            assertThat(List.of(TestServer.answers(first), TestServer.answers(second)))
                    .containsOnlyOnce(true);
            assertThatThrownBy(() -> stand.client("app", "web"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("too many connections for database \"shop\"");

            // Its own database is shut to it too, so it comes in by another.
            assertThat(restore(stand))
                    .containsExactly(
                            new Reopened(new Shut("primary", "shop", "37", "0"), Reopened.Result.RESTORED, ""));
            assertThat(stand.limit("shop")).isEqualTo("37");
            assertThat(stand.fence).doesNotExist();
            stand.client("app", "web").close();
            assertThat(restore(stand)).isEmpty();

            killInTheMiddle(stand);
            stand.server.execute("ALTER DATABASE shop CONNECTION LIMIT 5");

            assertThat(restore(stand)).singleElement().satisfies(door -> {
                assertThat(door.result()).isEqualTo(Reopened.Result.CHANGED);
                assertThat(door.text()).isEqualTo("it is 5 now, which is not the guard's doing");
            });
            assertThat(stand.limit("shop")).isEqualTo("5");
            assertThat(stand.fence).doesNotExist();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = 17)
    void nextEmergency_adoptsTheFence_andOneWithoutTheTargetLeavesIt(int major) throws Exception {
        try (Stand stand = Stand.start(major, Map.of());
                Connection first = stand.client("app", "web");
                Connection second = stand.client("app", "web")) {
            stand.server.execute("GRANT keeper TO dbvitals", "ALTER DATABASE shop CONNECTION LIMIT 37");
            killInTheMiddle(stand);

            assertThat(Fences.restore(stand.fence, stand.log(), "test", name -> Optional.empty()))
                    .singleElement()
                    .satisfies(door -> {
                        assertThat(door.result()).isEqualTo(Reopened.Result.FAILED);
                        assertThat(door.text()).isEqualTo("the configuration has no target primary");
                    });
            assertThat(stand.fence).exists();

            try (PostgresSessions guard = stand.guard("shop")) {
                EmergencyReport report = stand.clear(guard, Listener.NONE);

                assertThat(report.doors()).extracting(Posture::text).containsExactly("by a guard that was killed");
                assertThat(report.restored()).isTrue();
            }
            assertThat(stand.limit("shop")).isEqualTo("37");
            assertThat(List.of(TestServer.answers(first), TestServer.answers(second)))
                    .containsOnly(false);
        }
    }

    private static List<Reopened> restore(Stand stand) throws FenceException {
        try (PostgresSessions guard = stand.guard("shop")) {
            return Fences.restore(stand.fence, stand.log(), "test", name -> Optional.of(guard.doors()));
        }
    }

    private static void killInTheMiddle(Stand stand) throws IOException {
        KilledProcess.at(
                StandingStill.ENDED,
                stand.folder,
                DyingGuard.class,
                String.valueOf(stand.server.port()),
                "shop",
                stand.audit.toString());
    }
}
