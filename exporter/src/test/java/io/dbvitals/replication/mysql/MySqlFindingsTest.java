package io.dbvitals.replication.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import io.dbvitals.replication.state.Channel;
import io.dbvitals.replication.state.Finding;
import io.dbvitals.replication.state.Work;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MySqlFindingsTest {
    private static final Channel HEALTHY = channel(Work.RUNS, Work.RUNS, OptionalDouble.of(0), 0, true);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1045 | the source refuses the user",
                "1236 | the source does not send: it has removed that binary log, or another replica has the same server_id",
                "1593 | a fatal error, as where source and replica have the same server_id",
                "2003 | the source cannot be reached",
                "9999 | see its message in the server's error log"
            })
    void errorOfTheReceiver_isNamed(int error, String meaning) {
        Channel channel = channel(Work.CONNECTS, Work.RUNS, OptionalDouble.empty(), error, true);
        assertThat(findings(channel, false, Map.of("read_only", "ON")))
                .singleElement()
                .satisfies(finding -> assertThat(finding.text())
                        .isEqualTo("the I/O thread of channel \"eu\" has no connection to db1:3306: error " + error
                                + ", " + meaning));
    }

    @Test
    void lagThatIsNull_whileBothThreadsRun_isNotZero() {
        Channel channel = channel(Work.RUNS, Work.RUNS, OptionalDouble.empty(), 0, true);
        assertThat(ids(findings(channel, false, Map.of()))).containsExactly("lag_unknown");
    }

    @Test
    void threadsWhoseStateIsNotKnown_areSaid() {
        Channel channel = channel(Work.UNKNOWN, Work.RUNS, OptionalDouble.of(0), 0, false);
        assertThat(ids(findings(channel, false, Map.of()))).containsExactly("io_thread", "no_gtid");
    }

    @Test
    void settingsOfAReplica() {
        Channel late = channel(Work.RUNS, Work.RUNS, OptionalDouble.of(60), 0, true);
        assertThat(ids(findings(late, false, Map.of("read_only", "OFF", "slave_parallel_threads", "0"))))
                .containsExactly("writable", "one_applier");
        assertThat(ids(findings(late, false, Map.of("slave_parallel_workers", "4"))))
                .isEmpty();
        assertThat(ids(findings(
                        HEALTHY,
                        false,
                        Map.of("rpl_semi_sync_slave_enabled", "ON", "rpl_semi_sync_slave_status", "OFF"))))
                .containsExactly("semi_sync");
    }

    @Test
    void settingsOfASource() {
        assertThat(new MySqlFindings(
                                List.of(),
                                true,
                                Map.of(
                                        "sync_binlog", "0",
                                        "expire_logs_days", "0.000000",
                                        "rpl_semi_sync_master_enabled", "ON",
                                        "rpl_semi_sync_master_status", "OFF"))
                        .list())
                .extracting(Finding::id)
                .containsExactly("sync_binlog", "binlog_expiry", "semi_sync");
        assertThat(new MySqlFindings(List.of(), true, Map.of("sync_binlog", "1", "expire_logs_days", "10")).list())
                .isEmpty();
        assertThat(new MySqlFindings(List.of(), false, Map.of("server_id", "0", "log_bin", "OFF")).list())
                .extracting(Finding::id)
                .containsExactly("server_id", "log_bin");
    }

    private static List<Finding> findings(Channel channel, boolean followed, Map<String, String> settings) {
        return new MySqlFindings(List.of(channel), followed, settings).list();
    }

    private static List<String> ids(List<Finding> findings) {
        return findings.stream().map(Finding::id).toList();
    }

    private static Channel channel(
            Work receiver, Work applier, OptionalDouble lag, int receiverError, boolean tracked) {
        return new Channel("eu", "db1:3306", receiver, applier, lag, lag, receiverError, 0, tracked);
    }
}
