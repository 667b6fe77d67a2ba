package io.dbvitals.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.cli.terminal.ExitCode;
import io.dbvitals.testing.TestMySql;
import io.dbvitals.testing.TestServer;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services of replication where it lags, and where it has ended. */
class StandbyIT {
    @TempDir
    private Path folder;

    @Test
    void standbyThatLags_isSeenFromBothSides_andOneThatIsGone() {
        Plugin plugin = new Plugin(folder);
        try (TestServer primary = TestServer.start(17);
                TestServer standby = primary.standby("mirror")) {
            String first = primary.target("p", "postgres", "");
            String second = standby.target("s", "postgres", "");
            eventually()
                    .until(() -> plugin.check(first, "streaming_delta", "-c", "standbys=1:")
                                    .code()
                            == ExitCode.OK);
            assertThat(plugin.check(first, "streaming_delta").line())
                    .matches(
                            "POSTGRES_STREAMING_DELTA OK: mirror@127.0.0.1 [0-9.]+ K?B . mirror@127.0.0.1=\\d+B;268435456;1073741824;0"
                                    + " standbys=1;;;0");
            assertThat(plugin.check(first, "replication_slots").line())
                    .startsWith("POSTGRES_REPLICATION_SLOTS OK: mirror ");

            standby.execute("SELECT pg_wal_replay_pause()");
            eventually()
                    .until(() -> standby.ask("SELECT pg_get_wal_replay_pause_state()")
                            .equals("paused"));
            primary.execute("CREATE TABLE t AS SELECT * FROM generate_series(1, 10000)");
            eventually()
                    .until(() -> plugin.check(first, "streaming_delta", "-w", "100kB")
                                    .code()
                            == ExitCode.WARNING);
            eventually()
                    .until(() ->
                            plugin.check(second, "hot_standby_delay", "-c", "0").code() == ExitCode.CRITICAL);
            assertThat(plugin.check(second, "hot_standby_delay", "-w", "replay_bytes=100kB")
                            .line())
                    .startsWith("POSTGRES_HOT_STANDBY_DELAY WARNING: replay_bytes ");
            standby.execute("SELECT pg_wal_replay_resume()");
            eventually()
                    .until(() ->
                            plugin.check(second, "hot_standby_delay", "-c", "0").code() == ExitCode.OK);

            primary.stop();
            eventually()
                    .until(() -> plugin.check(second, "hot_standby_delay", "-F", "nagios")
                            .text()
                            .endsWith(": no log is streamed to it\n"));
            assertThat(plugin.check(first + second, "is_master").line())
                    .startsWith("POSTGRES_IS_MASTER CRITICAL: s is_master 0 (outside 1:); p: connecting to ");
            primary.startAgain();
            standby.stop();
            eventually().until(() -> plugin.check(first, "streaming_delta").code() == ExitCode.MISUSE);
            assertThat(plugin.check(first, "streaming_delta", "-c", "standbys=1:")
                            .line())
                    .startsWith("POSTGRES_STREAMING_DELTA CRITICAL: standbys 0 (outside 1:)");
            // Its slot keeps what it will need.
            assertThat(plugin.check(first, "replication_slots", "-w", "0").line())
                    .contains(": physical, inactive, reserved");
        }
    }

    @Test
    void mariaDb_hasWhatItSaysOfItself() {
        Plugin plugin = new Plugin(folder);
        try (TestMySql primary = TestMySql.mariaDb()) {
            String target = "  - {name: m, mysql: {url: 'mysql://127.0.0.1:" + primary.port()
                    + "', user: dbvitals, password: '" + TestMySql.PASSWORD + "'}}\n";
            assertThat(plugin.check(target, "connection", "-c", "1h").line()).startsWith("MYSQL_CONNECTION OK: time ");
            assertThat(plugin.check(target, "uptime", "-w", "1h:").line()).contains(" WARNING: uptime ");
            assertThat(plugin.check(target, "is_master").code()).isEqualTo(ExitCode.OK);
            assertThat(plugin.check(target, "is_hot_standby").code()).isEqualTo(ExitCode.CRITICAL);
            assertThat(plugin.check(target, "query_runtime", "--query", "SELECT SLEEP(60)", "-t", "2s")
                            .code())
                    .isEqualTo(ExitCode.CRITICAL);
            assertThat(plugin.check(target, "query_runtime", "--query", "CREATE TABLE test.evil (a int)")
                            .code())
                    .isEqualTo(ExitCode.MISUSE);
            assertThat(plugin.check(target, "backends").line())
                    .contains("UNKNOWN: there is no such target that has this");
        }
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(60));
    }
}
