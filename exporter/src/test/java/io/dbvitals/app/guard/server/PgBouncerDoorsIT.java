package io.dbvitals.app.guard.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.guard.session.Doors;
import io.dbvitals.guard.session.Doors.Door;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.testing.TestServer;
import java.sql.Connection;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PgBouncerDoorsIT {
    private static PooledShop shop;

    @BeforeAll
    static void start() throws Exception {
        shop = PooledShop.start("admin");
    }

    @AfterAll
    static void stop() {
        shop.close();
    }

    @ParameterizedTest
    @CsvSource({"RESUME, enabled", "PAUSE, paused"})
    void door_isLeftAsItWasFound(String before, String former) throws Exception {
        try (Gates gates = Gates.of(shop.config())) {
            if (before.equals("PAUSE")) {
                shop.bouncer.command("PAUSE \"shop-too\"");
            }
            Doors doors = gates.doors("pool").orElseThrow();
            assertThat(doors.look())
                    .contains(new Door("shop-too", "shop", former, Optional.empty()))
                    .noneMatch(door -> door.name().equals("pgbouncer"));

            doors.set("shop-too", doors.shut());
            assertThat(doors.look()).contains(new Door("shop-too", "shop", "disabled", Optional.empty()));
            doors.set("shop-too", doors.shut());
            assertThatThrownBy(() -> shop.bouncer.connect("shop-too")).hasMessageContaining("is disabled");

            doors.set("shop-too", former);
            assertThat(doors.look()).contains(new Door("shop-too", "shop", former, Optional.empty()));
            doors.set("shop-too", "enabled");
            try (Connection client = shop.bouncer.connect("shop-too")) {
                assertThat(TestServer.answers(client)).isTrue();
            }
        }
    }

    @Test
    void whatCannotBeDone_isSaid() throws Exception {
        try (Gates gates = Gates.of(shop.config())) {
            Doors doors = gates.doors("pool").orElseThrow();
            assertThatThrownBy(() -> doors.set("shop", "ajar"))
                    .isInstanceOf(CollectException.class)
                    .hasMessage("a PgBouncer's database is never \"ajar\"");
            assertThatThrownBy(() -> doors.set("office", "disabled"))
                    .isInstanceOf(CollectException.class)
                    .hasMessageContaining("no such database: office");
            assertThatThrownBy(() -> doors.set("pgbouncer", "disabled"))
                    .isInstanceOf(CollectException.class)
                    .hasMessageContaining("cannot disable admin db: pgbouncer");
        }
    }

    @Test
    void gates_areThoseOfEveryTarget() throws Exception {
        try (Gates gates = Gates.of(shop.config())) {
            assertThat(gates.pools()).containsOnlyKeys("pool");
            assertThat(gates.doors("primary").orElseThrow().look())
                    .extracting(Door::name)
                    .contains("shop", "reports", "postgres");
            assertThat(gates.doors("primary").orElseThrow())
                    .isSameAs(gates.doors("primary").orElseThrow());
            assertThat(gates.doors("nobody")).isEmpty();
        }
    }
}
