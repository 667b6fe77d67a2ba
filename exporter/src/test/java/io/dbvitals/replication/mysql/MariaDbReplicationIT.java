package io.dbvitals.replication.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbvitals.replication.ReplicationReader;
import io.dbvitals.replication.state.Channel;
import io.dbvitals.replication.state.Finding;
import io.dbvitals.replication.state.ReplicationState;
import io.dbvitals.replication.state.ReplicationState.Role;
import io.dbvitals.replication.state.Work;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.sql.SqlServer;
import io.dbvitals.sql.mysql.MySqlServer;
import io.dbvitals.testing.TestMySql;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** A MariaDB source and its replica: healthy, each thread stopped, broken by a row that is already there, cut off. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MariaDbReplicationIT {
    private static TestMySql primary;
    private static TestMySql replica;
    private static SqlServer ofPrimary;
    private static SqlServer ofReplica;

    @BeforeAll
    static void start() {
        primary = TestMySql.mariaDb("--log-bin", "--sync-binlog=1", "--binlog-expire-logs-seconds=864000");
        replica = TestMySql.mariaDb("--read-only=1", "--log-bin");
        replica.follow(primary);
        ofPrimary = new MySqlServer(primary.config());
        ofReplica = new MySqlServer(replica.config());
    }

    @AfterAll
    static void stop() {
        ofPrimary.close();
        ofReplica.close();
        replica.close();
        primary.close();
    }

    @Test
    @Order(1)
    void healthyPair_hasNothingWrong() throws Exception {
        ReplicationState following = until(
                ofReplica,
                state -> state.lagSeconds().orElse(-1) == 0 && state.lagBytes().orElse(-1) == 0);
        assertThat(following.role()).isEqualTo(Role.REPLICA);
        assertThat(following.findings()).isEmpty();
        assertThat(following.channels()).singleElement().satisfies(channel -> {
            assertThat(channel.receiver()).isEqualTo(Work.RUNS);
            assertThat(channel.applier()).isEqualTo(Work.RUNS);
            assertThat(channel.source()).isEqualTo("127.0.0.1:" + primary.port());
            assertThat(channel.tracked()).isTrue();
        });
        ReplicationState source = read(ofPrimary);
        assertThat(source.role()).isEqualTo(Role.PRIMARY);
        assertThat(source.missing(1)).isZero();
        assertThat(source.lagSeconds()).isEmpty();
        assertThat(source.findings()).isEmpty();
    }

    @Test
    @Order(2)
    void stoppedThread_isBroken_andItsLagIsUnknown() throws Exception {
        replica.execute("STOP SLAVE IO_THREAD");
        ReplicationState state = read(ofReplica);
        assertThat(state.brokenThreads()).isEqualTo(1);
        assertThat(state.lagSeconds()).isEmpty();
        assertThat(state.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.severity()).isEqualTo(Finding.Severity.CRITICAL);
            assertThat(finding.text()).isEqualTo("the I/O thread of the channel does not run");
            assertThat(finding.remedy()).startsWith("START REPLICA");
        });
        replica.execute("STOP SLAVE");
        assertThat(read(ofReplica).brokenThreads()).isEqualTo(2);
        replica.execute("START SLAVE");
        until(ofReplica, seen -> seen.lagSeconds().orElse(-1) == 0);
    }

    @Test
    @Order(3)
    void secondConnection_isSeen_withItsName() throws Exception {
        replica.execute("CHANGE MASTER 'eu' TO master_host = '127.0.0.1', master_port = 1, master_user = 'x',"
                + " master_password = 's3cret', master_use_gtid = no");
        replica.execute("START SLAVE 'eu'");
        try {
            ReplicationState state =
                    until(ofReplica, seen -> seen.channels().stream().anyMatch(each -> each.receiverError() == 2003));
            assertThat(state.channels()).extracting(Channel::name).containsExactlyInAnyOrder("", "eu");
            assertThat(state.brokenThreads()).isEqualTo(1);
            assertThat(state.lagSeconds()).isEmpty();
            assertThat(state.findings())
                    .extracting(Finding::text)
                    .contains(
                            "the I/O thread of channel \"eu\" has no connection to 127.0.0.1:1: error 2003, the source"
                                    + " cannot be reached",
                            "channel \"eu\" follows by file and position: after a failover it cannot find its place");
        } finally {
            replica.execute("STOP SLAVE 'eu'", "RESET SLAVE 'eu' ALL");
        }
    }

    @Test
    @Order(4)
    void settings_thatEndangerReplication_areFound() throws Exception {
        replica.execute("SET GLOBAL read_only = 0");
        primary.execute(
                "SET GLOBAL sync_binlog = 0",
                "SET GLOBAL binlog_expire_logs_seconds = 0",
                "SET GLOBAL rpl_semi_sync_master_enabled = ON");
        try {
            assertThat(ids(read(ofReplica))).containsExactly("writable");
            assertThat(ids(read(ofPrimary))).contains("sync_binlog", "binlog_expiry");
            primary.execute("SET GLOBAL binlog_expire_logs_seconds = 7200");
            assertThat(read(ofPrimary).findings())
                    .extracting(Finding::text)
                    .contains("binary logs are removed after 2.0 h: a replica that is down for longer must be built"
                            + " anew");
        } finally {
            replica.execute("SET GLOBAL read_only = 1");
            primary.execute(
                    "SET GLOBAL sync_binlog = 1",
                    "SET GLOBAL binlog_expire_logs_seconds = 864000",
                    "SET GLOBAL rpl_semi_sync_master_enabled = OFF");
        }
    }

    @Test
    @Order(5)
    void rowThatIsAlreadyThere_breaksTheSqlThread_andIsNotShown() throws Exception {
        primary.execute("CREATE DATABASE shop", "CREATE TABLE shop.t (id int primary key, name varchar(99))");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> replica.ask("SHOW TABLES IN shop", 1).equals("t"));
        replica.execute("SET sql_log_bin = 0", "INSERT INTO shop.t VALUES (1, 'mine')");
        primary.execute("INSERT INTO shop.t VALUES (1, 'hunter2')");
        ReplicationState state = until(ofReplica, seen -> seen.brokenThreads() == 1);
        assertThat(state.channels().get(0).applierError()).isEqualTo(1062);
        assertThat(state.channels().get(0).receiver()).isEqualTo(Work.RUNS);
        assertThat(state.lagBytes().orElse(0)).isPositive();
        assertThat(state.findings())
                .singleElement()
                .satisfies(
                        finding -> assertThat(finding.text())
                                .isEqualTo(
                                        "the SQL thread of the channel does not run: error 1062, a row that comes is already there"));
        assertThat(state.toString()).doesNotContain("hunter2");
    }

    @Test
    @Order(6)
    void withoutTheRight_readingIsRefused() {
        replica.execute("REVOKE SLAVE MONITOR ON *.* FROM dbvitals");
        ofReplica.reopen();
        Assertions.assertThatThrownBy(() -> read(ofReplica))
                .isInstanceOf(CollectException.class)
                .hasMessageContaining("SLAVE MONITOR");
    }

    private static List<String> ids(ReplicationState state) {
        return state.findings().stream().map(Finding::id).toList();
    }

    private static ReplicationState until(SqlServer server, Predicate<ReplicationState> seen) {
        return await().atMost(Duration.ofSeconds(60)).until(() -> read(server), seen);
    }

    private static ReplicationState read(SqlServer server) throws Exception {
        Deadline deadline = Deadline.after(Duration.ofSeconds(20));
        return ReplicationReader.read(server, server.facts(deadline), deadline);
    }
}
