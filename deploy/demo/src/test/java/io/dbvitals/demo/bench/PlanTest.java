package io.dbvitals.demo.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dbvitals.demo.DemoException;
import io.dbvitals.demo.bench.system.Kind;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final Path PEER = Path.of("/bin/exporter");

    @Test
    void a_system_without_peer_is_left_out_and_named() throws DemoException {
        Plan plan = Plan.of(Optional.empty(), Map.of(Kind.POSTGRES, PEER, Kind.HOST, PEER), kind -> Optional.empty());

        assertThat(plan.kinds()).containsExactlyInAnyOrder(Kind.POSTGRES, Kind.HOST);
        assertThat(plan.peers()).containsOnlyKeys(Kind.POSTGRES, Kind.HOST);
        assertThat(plan.leftOut())
                .containsExactly(
                        "redis, because there is no redis_exporter (Debian: apt install prometheus-redis-exporter;"
                                + " or name one with --peer redis=PATH)",
                        "mysql, because there is no mysqld_exporter (Debian: apt install prometheus-mysqld-exporter;"
                                + " or name one with --peer mysql=PATH)",
                        "pgbouncer, because there is no pgbouncer_exporter (Debian 13: apt install prometheus-pgbouncer-exporter;"
                                + " or name one with --peer pgbouncer=PATH)");
    }

    @Test
    void a_system_whose_server_is_missing_is_left_out_with_its_peer() throws DemoException {
        Plan plan = Plan.of(
                Optional.empty(),
                Map.of(Kind.MYSQL, PEER, Kind.REDIS, PEER),
                kind -> kind == Kind.MYSQL ? Optional.of("mariadbd") : Optional.empty());

        assertThat(plan.kinds()).containsExactly(Kind.REDIS);
        assertThat(plan.peers()).containsOnlyKeys(Kind.REDIS);
        assertThat(plan.leftOut()).contains("mysql, because mariadbd is not installed");
    }

    @Test
    void without_any_peer_all_that_can_be_started_is_read() throws DemoException {
        Plan plan = Plan.of(
                Optional.empty(),
                Map.of(),
                kind -> kind == Kind.PGBOUNCER ? Optional.of("pgbouncer") : Optional.empty());

        assertThat(plan.kinds()).isEqualTo(EnumSet.of(Kind.POSTGRES, Kind.REDIS, Kind.MYSQL, Kind.HOST));
        assertThat(plan.peers()).isEmpty();
        assertThat(plan.leftOut()).containsExactly("pgbouncer, because pgbouncer is not installed");
    }

    @Test
    void one_system_alone_takes_its_peer_only() throws DemoException {
        Plan plan =
                Plan.of(Optional.of(Kind.REDIS), Map.of(Kind.REDIS, PEER, Kind.HOST, PEER), kind -> Optional.empty());

        assertThat(plan.kinds()).containsExactly(Kind.REDIS);
        assertThat(plan.peers()).containsOnlyKeys(Kind.REDIS);
        assertThat(plan.leftOut()).isEmpty();
    }

    @Test
    void one_system_alone_is_measured_even_without_a_peer() throws DemoException {
        Plan plan = Plan.of(Optional.of(Kind.REDIS), Map.of(Kind.HOST, PEER), kind -> Optional.empty());

        assertThat(plan.kinds()).containsExactly(Kind.REDIS);
        assertThat(plan.peers()).isEmpty();
    }

    @Test
    void nothing_to_measure_is_an_error() {
        assertThatThrownBy(() -> Plan.of(Optional.of(Kind.MYSQL), Map.of(), kind -> Optional.of("mariadbd")))
                .hasMessage("there is nothing to measure: mysql, because mariadbd is not installed");
    }
}
