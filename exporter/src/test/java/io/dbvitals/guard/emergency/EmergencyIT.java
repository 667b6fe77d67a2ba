package io.dbvitals.guard.emergency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.guard.emergency.EmergencyReport.Spared;
import io.dbvitals.guard.postgres.PostgresSessions;
import io.dbvitals.guard.session.Session;
import io.dbvitals.testing.ReturningClients;
import io.dbvitals.testing.SpyingDoors;
import io.dbvitals.testing.TestServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmergencyIT {
    @ParameterizedTest
    @ValueSource(ints = {13, 14, 15, 16, 17, 18})
    void emergency_endsClients_andNobodyElse(int major) throws Exception {
        try (Stand stand = Stand.start(major, Map.of());
                Connection superuser = stand.server.connect("shop");
                Connection own = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + stand.server.port() + "/shop?ApplicationName=dbvitals",
                        "dbvitals",
                        TestServer.PASSWORD);
                Connection idle = stand.client("app", "web");
                Connection holding = stand.client("app", "web");
                Connection active = stand.client("app", "web");
                Connection dump = stand.client("app", "pg_dump");
                Connection preparing = stand.client("app", "web")) {
            stand.server.execute("GRANT keeper TO dbvitals", "ALTER DATABASE shop CONNECTION LIMIT 33");
            stand.server.executeIn("shop", "CREATE TABLE orders (id int)", "GRANT ALL ON orders TO app");
            run(holding, "BEGIN", "INSERT INTO orders VALUES (1)");
            run(preparing, "BEGIN", "INSERT INTO orders VALUES (2)", "PREPARE TRANSACTION 'order-2'");
            Thread query = new Thread(() -> assertThatThrownBy(() -> run(active, "SELECT pg_sleep(600)"))
                    .isInstanceOf(SQLException.class));
            query.start();
            Awaitility.await()
                    .until(() -> stand.server
                            .ask("SELECT count(*) FROM pg_stat_activity" + " WHERE query = 'SELECT pg_sleep(600)'")
                            .equals("1"));
            try (Connection walsender = walsender(stand);
                    PostgresSessions guard = stand.guard("postgres")) {
                EmergencyReport report = stand.clear(guard, Listener.NONE);

                assertThat(report.broken()).isEmpty();
                assertThat(report.cleared()).isTrue();
                assertThat(report.ended())
                        .hasSize(4)
                        .allMatch(session -> session.application().equals("web"));
                assertThat(report.spared()).extracting(Spared::why).contains("of a superuser", "a session of dbvitals");
                assertThat(report.spared())
                        .extracting(Spared::why)
                        .contains("\"pg_dump\" is a backup, replication or maintenance tool");
                assertThat(report.prepared()).singleElement().asString().startsWith("order-2 of app in shop");
                assertThat(report.doors())
                        .containsExactly(new Posture("primary", "shop", "33", Posture.Standing.SHUT, ""));
                assertThat(report.reopened()).extracting(Reopened::result).containsExactly(Reopened.Result.RESTORED);
                assertThat(stand.limit("shop")).isEqualTo("33");
                query.join(10_000);
                assertThat(List.of(TestServer.answers(superuser), TestServer.answers(own), TestServer.answers(dump)))
                        .containsOnly(true);
                assertThat(List.of(TestServer.answers(idle), TestServer.answers(holding), TestServer.answers(active)))
                        .containsOnly(false);
                assertThat(stand.server.ask("SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'walsender'"))
                        .isEqualTo("1");
                assertThat(stand.server.ask("SELECT gid FROM pg_prepared_xacts"))
                        .isEqualTo("order-2");
                assertThat(stand.fence).doesNotExist();
                walsender.isClosed();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 17})
    void crowdThatComesBack_isKeptOutWhileTheFenceStands(int major) throws Exception {
        try (Stand stand = Stand.start(major, Map.of());
                ReturningClients crowd = new ReturningClients(20, () -> stand.client("app", "web"))) {
            stand.server.execute("GRANT keeper TO dbvitals", "ALTER DATABASE shop CONNECTION LIMIT 41");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> stand.sessionsOf("app").equals("20"));
            AtomicReference<String> atTheEnd = new AtomicReference<>("");
            AtomicReference<String> limit = new AtomicReference<>("");
            try (PostgresSessions guard = stand.guard("shop")) {
                SpyingDoors doors = new SpyingDoors(guard.doors(), () -> {
                    limit.set(stand.limit("shop"));
                    atTheEnd.set(stand.sessionsOf("app"));
                });
                EmergencyReport report = stand.emergency(Stand.NOBODY).run(Stand.fenced(doors), guard, Listener.NONE);

                assertThat(report.broken()).isEmpty();
                assertThat(report.cleared()).isTrue();
                assertThat(report.ended()).hasSizeGreaterThanOrEqualTo(20);
                assertThat(limit.get()).isEqualTo("0");
                assertThat(atTheEnd.get()).isEqualTo("0");
                assertThat(crowd.refused.get()).isPositive();
                assertThat(stand.limit("shop")).isEqualTo("41");
            }
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> stand.sessionsOf("app").equals("20"));
        }
    }

    @Test
    void withoutFence_endsThoseWhoWereThere_once() throws Exception {
        try (Stand stand = Stand.start(17, Map.of());
                ReturningClients crowd = new ReturningClients(5, () -> stand.client("app", "web"))) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> stand.sessionsOf("app").equals("5"));
            try (PostgresSessions guard = stand.guard("postgres")) {
                EmergencyReport report =
                        stand.emergency(Stand.NOBODY).run(new Order("primary", "test", Map.of()), guard, Listener.NONE);

                assertThat(report.broken()).isEmpty();
                assertThat(report.ended()).hasSize(5);
                assertThat(report.doors()).isEmpty();
            }
            Awaitility.await().until(() -> crowd.entered.get() >= 10);
        }
    }

    @Test
    void missingRights_areNamed() throws Exception {
        try (Stand stand = Stand.start(17, Map.of());
                Connection client = stand.client("app", "web");
                PostgresSessions guard = stand.guard("shop")) {
            EmergencyReport unfenced = stand.clear(guard, Listener.NONE);

            assertThat(unfenced.fenced()).isFalse();
            assertThat(unfenced.doors())
                    .singleElement()
                    .satisfies(door -> assertThat(door.text())
                            .isEqualTo(
                                    "only the owner may change its connection limit: GRANT \"keeper\" TO \"dbvitals\","
                                            + " or create the function dbvitals.set_connection_limit"));
            assertThat(unfenced.ended()).hasSize(1);
            assertThat(TestServer.answers(client)).isFalse();

            stand.server.execute("REVOKE pg_signal_backend FROM dbvitals");
            try (Connection other = stand.client("app", "web")) {
                EmergencyReport denied = stand.clear(guard, Listener.NONE);

                assertThat(denied.cleared()).isFalse();
                assertThat(denied.denied()).extracting(Session::user).containsExactly("app");
                assertThat(denied.missing())
                        .containsExactly("sessions of other roles cannot be ended: GRANT pg_signal_backend TO the"
                                + " monitoring role");
                assertThat(TestServer.answers(other)).isTrue();
            }
        }
    }

    @Test
    void functionOfASuperuser_standsInForOwnership() throws Exception {
        try (Stand stand = Stand.start(17, Map.of());
                Connection client = stand.client("app", "web");
                PostgresSessions guard = stand.guard("shop")) {
            for (String database : List.of("shop", "postgres")) {
                stand.server.executeIn(database, FenceScript.statements());
            }
            stand.server.execute("ALTER DATABASE shop CONNECTION LIMIT 12");
            List<String> limits = new ArrayList<>();

            EmergencyReport report = stand.clear(guard, new Listener() {
                @Override
                public void door(Posture posture) {
                    limits.add(posture.door() + " " + stand.limit("shop"));
                }
            });

            assertThat(report.fenced()).isTrue();
            assertThat(limits).containsExactly("shop 0");
            assertThat(stand.limit("shop")).isEqualTo("12");
            assertThat(TestServer.answers(client)).isFalse();
        }
    }

    @Test
    void databaseByWhichTheGuardComesBack_staysOpen() throws Exception {
        try (Stand stand = Stand.start(17, Map.of());
                PostgresSessions guard = stand.guard("shop")) {
            stand.server.execute(
                    "GRANT keeper TO dbvitals",
                    "REVOKE CONNECT ON DATABASE template1 FROM PUBLIC",
                    "REVOKE CONNECT ON DATABASE postgres FROM PUBLIC");
            try (Connection client = stand.client("app", "web")) {
                EmergencyReport report = stand.clear(guard, Listener.NONE);

                assertThat(report.doors()).singleElement().satisfies(door -> {
                    assertThat(door.standing()).isEqualTo(Posture.Standing.OPEN);
                    assertThat(door.text())
                            .isEqualTo("kept open: it is the only way back in for the monitoring role, should the"
                                    + " guard be killed");
                });
                assertThat(TestServer.answers(client)).isFalse();
            }
        }
    }

    @Test
    void doorThatSomebodyElseHasShut_isLeftShut() throws Exception {
        try (Stand stand = Stand.start(17, Map.of());
                Connection client = stand.client("app", "web");
                PostgresSessions guard = stand.guard("postgres")) {
            stand.server.execute("GRANT keeper TO dbvitals", "ALTER DATABASE shop CONNECTION LIMIT 0");

            EmergencyReport report = stand.clear(guard, Listener.NONE);

            assertThat(report.doors()).extracting(Posture::standing).containsExactly(Posture.Standing.FOUND_SHUT);
            assertThat(report.reopened()).isEmpty();
            assertThat(stand.limit("shop")).isEqualTo("0");
            assertThat(TestServer.answers(client)).isFalse();
        }
    }

    private static Connection walsender(Stand stand) throws SQLException {
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + stand.server.port()
                + "/shop?user=postgres&password=postgres&replication=database&preferQueryMode=simple"
                + "&assumeMinServerVersion=10");
    }

    private static void run(Connection connection, String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }
}
