package io.dbvitals.app.guard.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.config.Config;
import io.dbvitals.config.guard.GuardConfig.Fence;
import io.dbvitals.guard.emergency.EmergencyReport;
import io.dbvitals.guard.emergency.Fences;
import io.dbvitals.guard.emergency.Listener;
import io.dbvitals.guard.emergency.Order;
import io.dbvitals.guard.emergency.Posture;
import io.dbvitals.guard.emergency.Reopened;
import io.dbvitals.guard.emergency.fence.Shut;
import io.dbvitals.testing.KilledProcess;
import io.dbvitals.testing.ReturningClients;
import io.dbvitals.testing.SpyingDoors;
import io.dbvitals.testing.StandingStill;
import io.dbvitals.testing.TestServer;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class PgBouncerFenceIT {
    @Test
    void clientsThatComeBack_areKeptOutWhileTheFenceStands_andThoseWhoWaitGoOnAfterwards() throws Exception {
        try (PooledShop shop = PooledShop.start("admin");
                Connection resting = shop.bouncer.connect("shop");
                Connection elsewhere = shop.bouncer.connect("reports")) {
            assertThat(TestServer.answers(resting)).isTrue();
            assertThat(TestServer.answers(elsewhere)).isTrue();
            Config config = shop.config();
            AtomicInteger turn = new AtomicInteger();
            AtomicInteger atTheEnd = new AtomicInteger(-1);
            try (ReturningClients crowd = new ReturningClients(
                            20,
                            () -> held(shop.bouncer.connect(turn.incrementAndGet() % 2 == 0 ? "shop" : "shop-too")));
                    Gates gates = Gates.of(config);
                    Guarded primary = PooledShop.primary(config)) {
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> crowd.entered.get() >= 8 && shop.sessions() == 8);
                SpyingDoors doors = new SpyingDoors(gates.pools().get("pool"), () -> {
                    if (atTheEnd.compareAndSet(-1, shop.sessions())) {
                        assertRefused(shop, "shop");
                        assertRefused(shop, "shop-too");
                    }
                });

                EmergencyReport report = PooledShop.emergency(config)
                        .run(
                                Order.of("primary", "test", Fence.PGBOUNCER, primary.server(), Map.of("pool", doors)),
                                primary.server(),
                                Listener.NONE);

                assertThat(report.broken()).isEmpty();
                assertThat(report.cleared()).isTrue();
                // The others wait for a connection to the server, and are not given one.
                assertThat(report.ended()).hasSizeBetween(8, 9);
                assertThat(report.doors())
                        .containsExactlyInAnyOrder(
                                new Posture("pool", "shop", "enabled", Posture.Standing.SHUT, ""),
                                new Posture("pool", "shop-too", "enabled", Posture.Standing.SHUT, ""),
                                new Posture("pool", "reports", "enabled", Posture.Standing.SHUT, ""));
                assertThat(atTheEnd.get()).isZero();
                assertThat(report.reopened())
                        .hasSize(3)
                        .extracting(Reopened::result)
                        .containsOnly(Reopened.Result.RESTORED);
                assertThat(PooledShop.states(gates))
                        .containsExactly("reports enabled", "shop enabled", "shop-too enabled");
                assertThat(PooledShop.fence(config)).doesNotExist();
                Awaitility.await()
                        .atMost(Duration.ofSeconds(60))
                        .until(() -> crowd.refused.get() >= 8 && crowd.entered.get() >= 16 && shop.sessions() == 8);
            }
            assertThat(TestServer.answers(resting)).isTrue();
            assertThat(TestServer.answers(elsewhere)).isTrue();
        }
    }

    @Test
    void fenceOfAGuardThatWasKilled_isTakenDownByTheNext() throws Exception {
        try (PooledShop shop = PooledShop.start("admin");
                Connection first = shop.bouncer.connect("shop");
                Connection second = shop.bouncer.connect("shop")) {
            assertThat(TestServer.answers(held(first))).isTrue();
            assertThat(TestServer.answers(held(second))).isTrue();
            Config config = shop.config();
            KilledProcess.at(StandingStill.ENDED, shop.folder, DyingEmergency.class, shop.file.toString());
            try (Gates gates = Gates.of(config)) {
                assertThat(PooledShop.states(gates))
                        .containsExactly("reports enabled", "shop disabled", "shop-too disabled");
                assertRefused(shop, "shop-too");

                assertThat(Fences.restore(PooledShop.fence(config), PooledShop.log(config), "test", gates::doors))
                        .containsExactlyInAnyOrder(restored("shop"), restored("shop-too"));
                assertThat(PooledShop.states(gates))
                        .containsExactly("reports enabled", "shop enabled", "shop-too enabled");
                assertThat(PooledShop.fence(config)).doesNotExist();
                assertThat(List.of(TestServer.answers(first), TestServer.answers(second)))
                        .containsOnlyOnce(true);
                try (Connection third = shop.bouncer.connect("shop-too")) {
                    assertThat(TestServer.answers(third)).isTrue();
                    assertThat(TestServer.answers(held(third))).isTrue();
                    KilledProcess.at(StandingStill.ENDED, shop.folder, DyingEmergency.class, shop.file.toString());
                }

                // What it was told by its console, a PgBouncer does not remember.
                shop.bouncer.kill();
                shop.bouncer.startAgain();
                assertThat(Fences.restore(PooledShop.fence(config), PooledShop.log(config), "test", gates::doors))
                        .containsExactlyInAnyOrder(restored("shop"), restored("shop-too"));
                assertThat(PooledShop.fence(config)).doesNotExist();
            }
        }
    }

    @Test
    void userWhoMayOnlyRead_isNamedWithTheRemedy_andThoseWhoAreThereEnd() throws Exception {
        try (PooledShop shop = PooledShop.start("stats");
                Connection client = shop.bouncer.connect("shop")) {
            assertThat(TestServer.answers(held(client))).isTrue();
            Config config = shop.config();
            try (Gates gates = Gates.of(config);
                    Guarded primary = PooledShop.primary(config)) {
                EmergencyReport report = PooledShop.emergency(config)
                        .run(
                                Order.of("primary", "test", Fence.PGBOUNCER, primary.server(), gates.pools()),
                                primary.server(),
                                Listener.NONE);

                assertThat(report.fenced()).isFalse();
                assertThat(report.doors())
                        .hasSize(2)
                        .allSatisfy(door -> assertThat(door.text())
                                .isEqualTo("the user \"stats\" may only read: name it in admin_users of pgbouncer.ini,"
                                        + " and reload it"));
                assertThat(report.ended()).hasSize(1);
                assertThat(PooledShop.states(gates))
                        .containsExactly("reports enabled", "shop enabled", "shop-too enabled");
            }
            assertThat(TestServer.answers(client)).isFalse();
        }
    }

    private static void assertRefused(PooledShop shop, String database) {
        assertThatThrownBy(() -> shop.bouncer.connect(database))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("\"" + database + "\" is disabled");
    }

    private static Reopened restored(String door) {
        return new Reopened(new Shut("pool", door, "enabled", "disabled"), Reopened.Result.RESTORED, "");
    }

    /** Keeps a connection to the server for itself, as soon as it has one. */
    private static Connection held(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        return connection;
    }
}
