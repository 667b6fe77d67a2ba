package io.dbvitals.guard.emergency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.guard.postgres.PostgresSessions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An emergency on a server that lets nobody else in. */
class FullServerIT {
    @ParameterizedTest
    @ValueSource(ints = {14, 17})
    void serverAtItsConnectionLimit_isClearedOverTheConnectionThatIsOpen(int major) throws Exception {
        try (Stand stand = Stand.start(major, Map.of("max_connections", "20"));
                PostgresSessions guard = stand.guard("shop")) {
            stand.server.execute("GRANT keeper TO dbvitals");
            guard.look();
            List<Connection> clients = fill(stand);

            EmergencyReport report = stand.clear(guard, Listener.NONE);

            assertThat(report.broken()).isEmpty();
            assertThat(report.cleared()).isTrue();
            assertThat(report.ended()).hasSize(clients.size());
            assertThat(report.reopened()).extracting(Reopened::result).containsExactly(Reopened.Result.RESTORED);
            assertThat(stand.limit("shop")).isEqualTo("-1");
        }
    }

    @Test
    void serverAtItsConnectionLimit_isShutByTheFunctionWhoseWayBackWasTriedBefore() throws Exception {
        try (Stand stand = Stand.start(15, Map.of("max_connections", "20"));
                PostgresSessions untried = stand.guard("shop");
                PostgresSessions tried = stand.guard("shop")) {
            for (String database : List.of("shop", "postgres")) {
                stand.server.executeIn(database, FenceScript.statements());
            }
            untried.look();
            tried.doors().learn();
            fill(stand);

            EmergencyReport first = stand.clear(untried, Listener.NONE);
            assertThat(first.doors())
                    .extracting(Posture::text)
                    .containsExactly("kept open: on a full server it cannot be tried whether the monitoring role comes"
                            + " back in by another database, should the guard be killed");
            assertThat(first.cleared()).isTrue();

            fill(stand);
            EmergencyReport second = stand.clear(tried, Listener.NONE);
            assertThat(second.doors()).extracting(Posture::standing).containsExactly(Posture.Standing.SHUT);
            assertThat(second.restored()).isTrue();
            assertThat(stand.limit("shop")).isEqualTo("-1");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 18})
    void serverAtItsConnectionLimit_letsAFreshGuardInByAReservedConnection(int major) throws Exception {
        try (Stand stand = Stand.start(major, Map.of("max_connections", "20", "reserved_connections", "3"))) {
            stand.server.execute("GRANT keeper TO dbvitals");
            List<Connection> clients = fill(stand);
            try (PostgresSessions guard = stand.guard("shop")) {
                assertThatThrownBy(guard::look).hasMessageContaining("SQLSTATE 53300");

                stand.server.execute("GRANT pg_use_reserved_connections TO dbvitals");
                EmergencyReport report = stand.clear(guard, Listener.NONE);

                assertThat(report.cleared()).isTrue();
                assertThat(report.ended()).hasSize(clients.size());
                assertThat(report.restored()).isTrue();
            }
        }
    }

    private static List<Connection> fill(Stand stand) {
        List<Connection> clients = new ArrayList<>();
        while (true) {
            try {
                clients.add(stand.client("app", "web"));
            } catch (SQLException e) {
                assertThat(e.getSQLState()).isEqualTo("53300");
                return clients;
            }
        }
    }
}
