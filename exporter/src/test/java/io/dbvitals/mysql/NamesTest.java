package io.dbvitals.mysql;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            Slave_IO_Running,              slave_io_running
            Seconds_Behind_Master,         seconds_behind_master
            Replica_IO_Running,            replica_io_running slave_io_running
            Seconds_Behind_Source,         seconds_behind_source seconds_behind_master
            Relay_Source_Log_File,         relay_source_log_file relay_master_log_file
            Get_Source_public_key,         get_source_public_key get_master_public_key
            Source_SSL_Verify_Server_Cert, source_ssl_verify_server_cert master_ssl_verify_server_cert
            Replicate_Do_DB,               replicate_do_db
            """)
    void columnsOfReplicas_haveTheirOlderNameToo(String column, String names) {
        assertThat(SlaveStatus.names(column)).containsExactly(names.split(" "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            Query                                             | query
            Waiting for table metadata lock                   | waiting_for_table_metadata_lock
            Slave has read all relay log; waiting for updates | slave_has_read_all_relay_log_waiting_for_updates
            Binlog Dump GTID                                  | binlog_dump_gtid
            InnoDB purge (worker), sleep.                     | innodb_purge_worker_sleep
            auto-commit                                       | auto_commit
            """)
    void statesOfSessions_areWords(String state, String plain) {
        assertThat(Processlist.plain(state)).isEqualTo(plain);
    }

    @Test
    void sizeOfGaleraCache_isBytes() {
        assertThat(GlobalVariables.gcacheBytes("base_dir = /; gcache.size = 128M; gcs.fc_limit = 16"))
                .isEqualTo(134217728);
        assertThat(GlobalVariables.gcacheBytes("gcache.size = 2G;")).isEqualTo(2147483648.0);
        assertThat(GlobalVariables.gcacheBytes("gcache.size = 77;")).isEqualTo(77);
        assertThat(GlobalVariables.gcacheBytes("gcache.name = x;")).isZero();
    }
}
