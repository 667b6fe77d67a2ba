package io.dbvitals.replication.state;

import java.util.OptionalDouble;

/**
 * One source that a replica follows. PostgreSQL and plain MySQL have one; MySQL's channels and MariaDB's connections are more.
 *
 * @param name of the channel or connection; empty for the only one
 * @param source {@code host:port}; empty where it is not known
 * @param receiver MySQL's I/O thread, PostgreSQL's WAL receiver
 * @param applier MySQL's SQL thread, PostgreSQL's replay
 * @param lagSeconds behind the source; empty where the server does not know, which is never 0
 * @param lagBytes of the log that the source has written, as far as the replica knows, and that is not applied; empty where unknown
 * @param receiverError number of the last error of the I/O thread; 0 for none, and on PostgreSQL
 * @param applierError number of the last error of the SQL thread; 0 for none, and on PostgreSQL
 * @param tracked whether by global transaction ids (MySQL, MariaDB) or through a slot (PostgreSQL): then it can go on after
 *     a failover, or find its log kept
 */
public record Channel(
        String name,
        String source,
        Work receiver,
        Work applier,
        OptionalDouble lagSeconds,
        OptionalDouble lagBytes,
        int receiverError,
        int applierError,
        boolean tracked) {
    /** As text names it: {@code channel "eu"}. */
    public String title() {
        return name.isEmpty() ? "the channel" : "channel \"" + name + "\"";
    }
}
