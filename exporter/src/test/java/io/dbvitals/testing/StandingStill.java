package io.dbvitals.testing;

import io.dbvitals.guard.emergency.Listener;
import io.dbvitals.guard.session.GuardedServer;
import io.dbvitals.guard.session.Session;
import java.util.concurrent.CountDownLatch;

/** Says so when an emergency has ended its first session, and lets it go no further: there its process is killed. */
public final class StandingStill implements Listener {
    /** The line that {@link KilledProcess} waits for. */
    public static final String ENDED = "ended";

    @Override
    public void ended(Session session, GuardedServer.Ending ending, int left) {
        System.out.println(ENDED);
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
