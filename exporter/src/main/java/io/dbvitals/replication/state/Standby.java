package io.dbvitals.replication.state;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * One that follows this server.
 *
 * @param name as it calls itself, else its address
 * @param state {@code streaming}, {@code catchup}, {@code startup}; for MySQL what its dump thread does; empty where a right is missing
 * @param synchronous whether commits wait for it
 * @param applied position in the log that it has replayed, as bytes; where it only receives, that it has flushed; empty on MySQL
 * @param lagSeconds 0 when nothing is missing, else as the primary measured last, which stands still with the replay; empty where unknown
 * @param lagBytes of the log that it has not applied; empty on MySQL, whose source does not know
 */
public record Standby(
        String name,
        String state,
        boolean synchronous,
        OptionalLong applied,
        OptionalDouble lagSeconds,
        OptionalDouble lagBytes) {
    /** Whether it has applied the log up to there. */
    public boolean reached(long position) {
        return applied.isPresent() && applied.getAsLong() >= position;
    }
}
