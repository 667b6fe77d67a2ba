package io.dbvitals.replication;

import io.dbvitals.replication.mysql.MySqlReplication;
import io.dbvitals.replication.postgres.PostgresReplication;
import io.dbvitals.replication.state.ReplicationState;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.scrape.Deadline;
import io.dbvitals.scrape.Reason;
import io.dbvitals.sql.ServerFacts;
import io.dbvitals.sql.SqlServer;

/** Asks a database server how it replicates: role, lag in seconds and bytes, threads, standbys, slots, and whether it is set up for it. */
public final class ReplicationReader {
    private ReplicationReader() {}

    /**
     * Four short statements. PostgreSQL without pg_monitor answers with a state that is not visible; MySQL without REPLICATION CLIENT
     * (MariaDB: SLAVE MONITOR) and PROCESS refuses.
     *
     * @param facts of that server, now
     */
    public static ReplicationState read(SqlServer server, ServerFacts facts, Deadline deadline)
            throws CollectException, InterruptedException {
        return switch (facts.engine()) {
            case POSTGRES -> new PostgresReplication(server, facts).read(deadline);
            case MYSQL, MARIADB -> new MySqlReplication(server, facts).read(deadline);
            case PGBOUNCER ->
                throw new CollectException(
                        Reason.UNSUPPORTED, server.address() + " is a PgBouncer: it has no replicas");
        };
    }
}
