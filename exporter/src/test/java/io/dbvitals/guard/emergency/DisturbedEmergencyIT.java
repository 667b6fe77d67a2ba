package io.dbvitals.guard.emergency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.guard.emergency.fence.FenceException;
import io.dbvitals.guard.postgres.PostgresSessions;
import io.dbvitals.guard.session.GuardedServer;
import io.dbvitals.guard.session.Session;
import io.dbvitals.testing.TestServer;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** An emergency that something comes between. */
class DisturbedEmergencyIT {
    @Test
    void emergencyThatIsCutShort_opensItsDoors() throws Exception {
        try (Stand stand = Stand.start(17, Map.of());
                PostgresSessions guard = stand.guard("shop")) {
            stand.server.execute("GRANT keeper TO dbvitals");
            List<Connection> clients = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                clients.add(stand.client("app", "web"));
            }
            Emergency emergency = stand.emergency(Stand.NOBODY);
            EmergencyReport report = emergency.run(Stand.fenced(guard.doors()), guard, new Listener() {
                @Override
                public void ended(Session session, GuardedServer.Ending ending, int left) {
                    emergency.cut();
                }
            });

            assertThat(report.broken()).contains("it was cut short");
            assertThat(report.ended()).hasSize(1);
            assertThat(report.left()).hasSize(4);
            assertThat(report.restored()).isTrue();
            assertThat(stand.limit("shop")).isEqualTo("-1");
            assertThat(clients.stream().filter(TestServer::answers)).hasSize(4);
        }
    }

    @Test
    void interruptedThread_opensItsDoors() throws Exception {
        try (Stand stand = Stand.start(17, Map.of());
                PostgresSessions guard = stand.guard("shop");
                Connection first = stand.client("app", "web");
                Connection second = stand.client("app", "web")) {
            stand.server.execute("GRANT keeper TO dbvitals");
            EmergencyReport report = stand.clear(guard, new Listener() {
                @Override
                public void ended(Session session, GuardedServer.Ending ending, int left) {
                    Thread.currentThread().interrupt();
                }
            });
            boolean kept = Thread.interrupted();

            assertThat(kept).isTrue();
            assertThat(report.broken()).isPresent();
            assertThat(report.restored()).isTrue();
            assertThat(stand.limit("shop")).isEqualTo("-1");
            assertThat(stand.fence).doesNotExist();
            assertThat(List.of(TestServer.answers(first), TestServer.answers(second)))
                    .containsOnlyOnce(true);
        }
    }

    @Test
    void secondEmergency_isRefusedWhileOneIsUnderWay() throws Exception {
        try (Stand stand = Stand.start(17, Map.of());
                PostgresSessions guard = stand.guard("postgres");
                PostgresSessions second = stand.guard("postgres");
                Connection client = stand.client("app", "web")) {
            stand.server.execute("GRANT keeper TO dbvitals");
            ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
            stand.clear(guard, new Listener() {
                @Override
                public void door(Posture posture) {
                    assertThatThrownBy(() -> stand.clear(second, Listener.NONE))
                            .isInstanceOf(FenceException.class)
                            .hasMessageEndingWith("is in use: another emergency is under way, or fences are being"
                                    + " restored; wait for it to end");
                    assertThatThrownBy(() -> Fences.restore(
                                    stand.fence, stand.log(), "test", name -> java.util.Optional.of(second.doors())))
                            .isInstanceOf(FenceException.class);
                    try {
                        seen.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(stand.fence)));
                        seen.add(Files.readString(stand.fence));
                    } catch (java.io.IOException e) {
                        seen.add(String.valueOf(e.getMessage()));
                    }
                }
            });

            assertThat(seen)
                    .containsExactly(
                            "rw-------",
                            "{\"target\":\"primary\",\"door\":\"shop\",\"former\":\"-1\",\"shut\":\"0\"}\n");
            assertThat(TestServer.answers(client)).isFalse();
        }
    }
}
