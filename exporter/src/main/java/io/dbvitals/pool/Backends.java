package io.dbvitals.pool;

import java.time.Duration;

/**
 * What the server says of the connections that a pool has checked out, and how many more it has room for.
 *
 * @param seen of them; the rest belongs to another server, or has just ended
 * @param hidden of those seen, what they do is not shown: a right is missing
 * @param idleInTransaction wait for their client within a transaction
 * @param longestIdle of these
 * @param onCpu run
 * @param onIo wait for the disk
 * @param onLocks wait for other sessions
 * @param room connections that ordinary users can still open
 */
public record Backends(
        int seen, int hidden, int idleInTransaction, Duration longestIdle, int onCpu, int onIo, int onLocks, int room) {
    /** At least half of them. */
    boolean mostly(int some) {
        return some > 0 && 2 * some >= seen;
    }
}
