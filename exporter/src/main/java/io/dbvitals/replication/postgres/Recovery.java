package io.dbvitals.replication.postgres;

import io.dbvitals.replication.state.Channel;
import io.dbvitals.replication.state.Work;
import io.dbvitals.scrape.CollectException;
import io.dbvitals.sql.Rows;
import java.util.OptionalDouble;

/**
 * What a server does about the log: writes it, or receives and replays that of another.
 *
 * @param position in the log, as bytes
 * @param receiver the status of the WAL receiver; empty where there is none, and where it is hidden
 * @param hidden there is a receiver, and a right is missing to see it
 * @param silentSeconds since the receiver last heard of its primary; NaN where it did not
 * @param behindBytes received, or said to be written by the primary, and not replayed; NaN where nothing was received
 * @param behindSeconds since the commit that was last replayed, or 0 when all that was received is; NaN before the first
 * @param conflicts queries that replay has cancelled since the statistics were reset
 */
record Recovery(
        boolean replica,
        long position,
        int timeline,
        boolean paused,
        String receiver,
        boolean hidden,
        String source,
        double silentSeconds,
        double behindBytes,
        double behindSeconds,
        long conflicts) {
    /** On a replica whose primary writes nothing the last commit is old and nothing is behind: so the second CASE. */
    static final String SQL = """
            SELECT r.replica,
                   CASE WHEN r.replica THEN pg_catalog.pg_last_wal_replay_lsn() ELSE pg_catalog.pg_current_wal_lsn() END
                       - '0/0'::pg_catalog.pg_lsn,
                   CASE WHEN r.replica
                        THEN coalesce(w.received_tli, (SELECT c.timeline_id FROM pg_catalog.pg_control_checkpoint() c))
                        ELSE ('x' || pg_catalog.left(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_lsn()), 8))
                            ::pg_catalog.bit(32)::pg_catalog.int4 END,
                   CASE WHEN r.replica THEN pg_catalog.pg_is_wal_replay_paused() ELSE false END,
                   coalesce(w.status, ''), w.pid IS NOT NULL AND w.status IS NULL,
                   coalesce(w.sender_host || ':' || w.sender_port, ''),
                   extract(epoch FROM pg_catalog.clock_timestamp() - w.last_msg_receipt_time)::pg_catalog.float8,
                   CASE WHEN r.replica THEN greatest(w.latest_end_lsn, pg_catalog.pg_last_wal_receive_lsn())
                       - pg_catalog.pg_last_wal_replay_lsn() END,
                   CASE WHEN w.status = 'streaming'
                             AND pg_catalog.pg_last_wal_receive_lsn() <= pg_catalog.pg_last_wal_replay_lsn() THEN 0
                        WHEN r.replica THEN extract(epoch FROM pg_catalog.clock_timestamp()
                            - pg_catalog.pg_last_xact_replay_timestamp())::pg_catalog.float8 END,
                   CASE WHEN r.replica THEN (SELECT coalesce(pg_catalog.sum(d.conflicts), 0)
                                               FROM pg_catalog.pg_stat_database d) ELSE 0 END
              FROM (SELECT pg_catalog.pg_is_in_recovery() AS replica) r
              LEFT JOIN pg_catalog.pg_stat_wal_receiver w ON true""";

    static Recovery of(Rows rows) throws CollectException {
        rows.next();
        double position = rows.number(1);
        return new Recovery(
                rows.number(0) == 1,
                Double.isNaN(position) ? 0 : (long) position,
                (int) rows.number(2),
                rows.number(3) == 1,
                rows.text(4),
                rows.number(5) == 1,
                rows.text(6),
                rows.number(7),
                rows.number(8),
                rows.number(9),
                (long) rows.number(10));
    }

    /**
     * By the age of the commit that was replayed last. When the primary has been quiet for an hour, that age is an hour for the moment
     * in which the next record has come and is not yet replayed: a second look tells.
     */
    boolean seemsBehind() {
        return behindSeconds > 0 && receiver.equals("streaming");
    }

    /** The same, knowing how it was a moment ago: whoever has replayed by now all that had come by then is not late. */
    Recovery since(Recovery before) {
        return position >= before.position + before.behindBytes
                ? new Recovery(
                        replica,
                        position,
                        timeline,
                        paused,
                        receiver,
                        hidden,
                        source,
                        silentSeconds,
                        behindBytes,
                        0,
                        conflicts)
                : this;
    }

    /** A standby follows one source, whether it is connected or not. */
    Channel channel(boolean slot) {
        Work work = hidden
                ? Work.UNKNOWN
                : switch (receiver) {
                    case "streaming" -> Work.RUNS;
                    case "", "stopped", "stopping" -> Work.STOPPED;
                    default -> Work.CONNECTS;
                };
        return new Channel(
                "",
                source,
                work,
                paused ? Work.PAUSED : Work.RUNS,
                known(Math.max(0, behindSeconds)),
                known(Math.max(0, behindBytes)),
                0,
                0,
                slot);
    }

    static OptionalDouble known(double value) {
        return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
    }
}
