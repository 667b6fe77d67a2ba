package io.dbvitals.pool.pgbouncer;

import static io.dbvitals.pgbouncer.wire.FakeConsole.columns;
import static io.dbvitals.pgbouncer.wire.FakeConsole.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.pgbouncer.PgBouncerServer;
import io.dbvitals.pgbouncer.wire.FakeConsole;
import io.dbvitals.pool.PoolUse;
import io.dbvitals.scrape.Deadline;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Versions that are not installed here, by their columns. */
class PgBouncerPoolsTest {
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void columnsOfOldAndNewVersions_areRead(boolean old) throws Exception {
        try (FakeConsole fake = FakeConsole.answering(command -> answer(command, old));
                PgBouncerServer server = new PgBouncerServer(fake.config())) {
            Deadline deadline = Deadline.after(Duration.ofSeconds(20));
            PgBouncerPools pooler = new PgBouncerPools(server);
            PgBouncerPools.Pools pools = pooler.read(deadline);
            assertThat(pools.clients()).isEqualTo(7);
            assertThat(pools.maxClients()).isEqualTo(100);
            assertThat(pools.pools())
                    .containsExactly(
                            new PoolUse(
                                    "shop",
                                    "app",
                                    "transaction",
                                    5,
                                    3,
                                    old ? 4 : 7,
                                    3,
                                    3,
                                    6,
                                    2,
                                    Duration.ofMillis(1500),
                                    new PoolUse.Place("db1", 5432, 9, 8, false, true, 4)),
                            // Its database came from "*", and has gone meanwhile.
                            new PoolUse(
                                    "gone",
                                    "app",
                                    "session",
                                    20,
                                    0,
                                    0,
                                    0,
                                    0,
                                    1,
                                    0,
                                    Duration.ZERO,
                                    new PoolUse.Place("", 0, 0, 0, false, false, Double.NaN)));
            assertThat(pooler.pids(pools.pools().get(0), deadline)).containsExactly(4242);
        }
    }

    private static byte[] answer(String command, boolean old) {
        return switch (command) {
            case "SHOW CONFIG" ->
                all(columns("key", "value"), row("default_pool_size", "20"), row("max_client_conn", "100"));
            case "SHOW LISTS" -> all(columns("list", "items#"), row("used_clients", "7"));
            case "SHOW STATS" ->
                all(
                        columns("database", "avg_xact_count#", "avg_query_count#", "avg_xact_time#", "avg_query_time#"),
                        row("shop", "10", "20", "800", "100"));
            case "SHOW DATABASES" ->
                old
                        ? all(
                                columns(
                                        "name",
                                        "host",
                                        "port#",
                                        "pool_size#",
                                        "reserve_pool#",
                                        "max_connections#",
                                        "current_connections#",
                                        "paused#",
                                        "disabled#"),
                                row("shop", "db1", "5432", "5", "3", "9", "8", "0", "1"))
                        : all(
                                columns(
                                        "name",
                                        "host",
                                        "port#",
                                        "pool_size#",
                                        "min_pool_size#",
                                        "reserve_pool_size#",
                                        "max_connections#",
                                        "current_connections#",
                                        "max_client_connections#",
                                        "paused#",
                                        "disabled#"),
                                row("shop", "db1", "5432", "5", "1", "3", "9", "8", "0", "0", "1"));
            case "SHOW POOLS" ->
                old
                        ? all(
                                columns(
                                        "database",
                                        "user",
                                        "cl_active#",
                                        "cl_waiting#",
                                        "sv_active#",
                                        "sv_idle#",
                                        "sv_used#",
                                        "sv_tested#",
                                        "sv_login#",
                                        "maxwait#",
                                        "maxwait_us#",
                                        "pool_mode"),
                                row("shop", "app", "6", "2", "4", "1", "2", "1", "2", "1", "500000", "transaction"),
                                row("gone", "app", "1", "0", "0", "0", "0", "0", "0", "0", "0", "session"),
                                row("pgbouncer", "pgbouncer", "1", "0", "0", "0", "0", "0", "0", "0", "0", "statement"))
                        : all(
                                columns(
                                        "database",
                                        "user",
                                        "cl_active#",
                                        "cl_waiting#",
                                        "sv_active#",
                                        "sv_active_cancel#",
                                        "sv_being_canceled#",
                                        "sv_idle#",
                                        "sv_used#",
                                        "sv_tested#",
                                        "sv_login#",
                                        "maxwait#",
                                        "maxwait_us#",
                                        "pool_mode"),
                                row(
                                        "shop",
                                        "app",
                                        "6",
                                        "2",
                                        "4",
                                        "1",
                                        "2",
                                        "1",
                                        "2",
                                        "1",
                                        "2",
                                        "1",
                                        "500000",
                                        "transaction"),
                                row("gone", "app", "1", "0", "0", "0", "0", "0", "0", "0", "0", "0", "0", "session"));
            default ->
                all(
                        columns("user", "database", "state", "remote_pid#"),
                        row("app", "shop", "active", "4242"),
                        row("app", "shop", "active", "0"),
                        row("app", "shop", "idle", "4243"),
                        row("other", "shop", "active", "4244"));
        };
    }

    private static byte[] all(byte[]... messages) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] message : messages) {
            all.writeBytes(message);
        }
        return all.toByteArray();
    }
}
