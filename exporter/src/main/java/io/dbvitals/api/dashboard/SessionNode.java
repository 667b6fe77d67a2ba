package io.dbvitals.api.dashboard;

import java.time.Duration;
import java.util.List;

/**
 * A session and those that wait for it.
 *
 * @param command first word of its statement; never more of it
 * @param waitsFor empty where it waits for nothing
 * @param age for how long it is in that state
 * @param verdict what the guard makes of it; empty where it makes nothing of it
 * @param waiters sessions that wait for this one
 */
public record SessionNode(
        String target,
        long id,
        String user,
        String database,
        String application,
        String state,
        String command,
        String waitsFor,
        Duration age,
        String verdict,
        List<SessionNode> waiters) {
    public SessionNode {
        waiters = List.copyOf(waiters);
    }
}
