package io.dbvitals.http.access;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections on which a request comes in so slowly that it is meant to hold the connection. The idle timeout does
 * not see them, because something always moves.
 */
public final class SlowClients implements Connection.Listener {
    private static final int MAX_STRIKES = 3;

    private final Scheduler scheduler;
    private final long intervalMillis;
    private final Map<Connection, Seen> open = new ConcurrentHashMap<>();

    /** What had come in at the last look, and how many looks in a row no request was finished by it. */
    private record Seen(long messages, long bytes, int strikes) {}

    /** Gives a request three to four intervals to come in. */
    public SlowClients(Scheduler scheduler, long intervalMillis) {
        this.scheduler = scheduler;
        this.intervalMillis = intervalMillis;
    }

    /** Looks again and again until the scheduler stops. */
    public void watch() {
        scheduler.schedule(
                () -> {
                    open.forEach(this::look);
                    watch();
                },
                intervalMillis,
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void onOpened(Connection connection) {
        open.put(connection, new Seen(0, 0, 0));
    }

    @Override
    public void onClosed(Connection connection) {
        open.remove(connection);
    }

    private void look(Connection connection, Seen before) {
        long messages = connection.getMessagesIn();
        long bytes = connection.getBytesIn();
        boolean isBegun = bytes != before.bytes() || messages == 0;
        boolean isWaiting = messages == before.messages() && messages == connection.getMessagesOut();
        Seen now = new Seen(messages, bytes, isBegun && isWaiting ? before.strikes() + 1 : 0);
        if (now.strikes() >= MAX_STRIKES) {
            open.remove(connection);
            connection.getEndPoint().close();
        } else {
            open.replace(connection, now);
        }
    }
}
