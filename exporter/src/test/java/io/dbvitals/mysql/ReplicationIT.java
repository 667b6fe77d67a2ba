package io.dbvitals.mysql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.dbvitals.testing.Samples;
import io.dbvitals.testing.TestMySql;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A replica that keeps up, lags, and has lost its primary. */
class ReplicationIT {
    @Test
    void mariaDb_lagAndBrokenLink_show() throws Exception {
        try (TestMySql primary = TestMySql.mariaDb("--log-bin");
                TestMySql replica = TestMySql.mariaDb();
                MySqlStand ofPrimary = new MySqlStand(primary.config());
                MySqlStand ofReplica = new MySqlStand(replica.config())) {
            replica.follow(primary);

            assertThat(ofPrimary.samples().all("mysql_slave_status_slave_io_running"))
                    .isEmpty();
            assertThat(ofPrimary.samples().value("dbvitals_target_replica")).isZero();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> ofReplica.samples().value("mysql_slave_status_seconds_behind_master") == 0);
            Samples page = ofReplica.samples();
            assertThat(page.value("dbvitals_target_replica")).isEqualTo(1);
            assertThat(page.value("mysql_slave_status_slave_io_running", "master_host=\"127.0.0.1\""))
                    .isEqualTo(1);
            assertThat(page.value("mysql_slave_status_slave_sql_running")).isEqualTo(1);
            assertThat(page.value("mysql_slave_status_seconds_behind_master")).isZero();
            assertThat(page.value("mysql_slave_status_master_server_id")).isEqualTo(primary.port());

            replica.execute("STOP SLAVE", "CHANGE MASTER TO master_delay = 3600", "START SLAVE");
            primary.execute("CREATE DATABASE shop");
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> ofReplica.samples().value("mysql_slave_status_seconds_behind_master") > 0);

            primary.kill();
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> ofReplica.samples().value("mysql_slave_status_slave_io_running") == 0);
            page = ofReplica.samples();
            assertThat(page.value("mysql_slave_status_slave_sql_running")).isEqualTo(1);
            assertThat(page.value("mysql_slave_status_last_io_errno")).isPositive();
            assertThat(page.all("mysql_slave_status_seconds_behind_master")).isEmpty();
            assertThat(page.value("dbvitals_target_replica")).isEqualTo(1);
            assertThat(page.failed()).isEmpty();
            assertThat(ofPrimary.samples().value("mysql_up")).isZero();
        }
    }

    @Test
    void mariaDb_everyConnectionHasSeriesOfItsOwn() throws Exception {
        try (TestMySql primary = TestMySql.mariaDb("--log-bin");
                TestMySql replica = TestMySql.mariaDb();
                MySqlStand stand = new MySqlStand(replica.config())) {
            replica.follow(primary);
            replica.execute("CHANGE MASTER 'other' TO master_host = '127.0.0.1', master_port = 1, master_user = 'x',"
                    + " master_use_gtid = no");

            Samples page = stand.samples();

            assertThat(page.value("mysql_slave_status_slave_io_running", "connection_name=\"\""))
                    .isEqualTo(1);
            assertThat(page.value("mysql_slave_status_slave_io_running", "connection_name=\"other\""))
                    .isZero();
            assertThat(page.all("mysql_slave_status_gtid_slave_pos", "connection_name=\"other\"", "domain_id=\"0\""))
                    .hasSize(1);
        }
    }

    @Test
    void mySql_bothWordings_agree() throws Exception {
        try (TestMySql primary = TestMySql.mySql();
                TestMySql replica = TestMySql.mySql();
                MySqlStand stand = new MySqlStand(replica.config())) {
            replica.follow(primary);

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> stand.samples().value("mysql_slave_status_seconds_behind_source") == 0);
            Samples page = stand.samples();
            assertThat(page.value("mysql_slave_status_replica_io_running")).isEqualTo(1);
            assertThat(page.value("mysql_slave_status_slave_io_running")).isEqualTo(1);
            assertThat(page.value("mysql_slave_status_slave_sql_running")).isEqualTo(1);
            assertThat(page.value("mysql_slave_status_seconds_behind_source")).isZero();
            assertThat(page.value("mysql_slave_status_seconds_behind_master")).isZero();
            assertThat(page.value("mysql_slave_status_master_server_id", "master_host=\"127.0.0.1\""))
                    .isEqualTo(primary.port());
            assertThat(page.value("dbvitals_target_replica")).isEqualTo(1);
        }
    }
}
