package io.dbvitals.cli.guard;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.PGConnection;
import org.postgresql.replication.LogSequenceNumber;

/** Clients that receive the write-ahead log, as pg_receivewal and pg_recvlogical do. */
final class Senders {
    private Senders() {}

    /** Receives it as it is. */
    static Connection physical(GuardStand stand, String application) throws SQLException {
        LogSequenceNumber now = LogSequenceNumber.valueOf(stand.server.ask("SELECT pg_current_wal_lsn()"));
        Connection connection = connect(stand, application);
        connection
                .unwrap(PGConnection.class)
                .getReplicationAPI()
                .replicationStream()
                .physical()
                .withStartPosition(now)
                .start();
        return connection;
    }

    /** Receives what it means. It waits for all transactions that are open. */
    static Connection logical(GuardStand stand, String application) throws SQLException {
        Connection connection = connect(stand, application);
        PGConnection replication = connection.unwrap(PGConnection.class);
        replication
                .getReplicationAPI()
                .createReplicationSlot()
                .logical()
                .withSlotName(application)
                .withOutputPlugin("test_decoding")
                .withTemporaryOption()
                .make();
        replication
                .getReplicationAPI()
                .replicationStream()
                .logical()
                .withSlotName(application)
                .start();
        return connection;
    }

    /** Its process, once it sends for more than a second. */
    static long pid(GuardStand stand, String application) {
        String sql = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'walsender' AND application_name = '"
                + application + "' AND query_start < clock_timestamp() - interval '1100 ms'";
        await().until(() -> !stand.server.ask(sql).isEmpty());
        return Long.parseLong(stand.server.ask(sql));
    }

    /** By a role of its own. */
    private static Connection connect(GuardStand stand, String application) throws SQLException {
        stand.server.execute(
                "DO $$ BEGIN CREATE ROLE copier LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$",
                "ALTER ROLE copier REPLICATION");
        Properties properties = new Properties();
        properties.setProperty("user", "copier");
        properties.setProperty("ApplicationName", application);
        properties.setProperty("replication", "database");
        properties.setProperty("assumeMinServerVersion", "13");
        properties.setProperty("preferQueryMode", "simple");
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + stand.server.port() + "/postgres", properties);
    }
}
