package io.dbvitals.http.call;

import io.dbvitals.config.api.ApiConfig.Limits;
import io.dbvitals.http.access.Addresses;
import io.dbvitals.http.access.Buckets;
import io.dbvitals.http.answer.Refusal;
import io.dbvitals.http.resource.Caller;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.server.Request;

/** How many calls are taken: of one caller, and of those that change something also of all. */
final class CallLimits {
    private static final String ALL = "all";

    private final Buckets reads = new Buckets();
    private final Buckets changes = new Buckets();
    private final Buckets allChanges = new Buckets();

    void check(Request request, Caller caller, boolean isChange, Limits limits) throws Refusal {
        String who = caller.equals(Caller.ANONYMOUS) ? "address " + Addresses.machine(request) : caller.name();
        if (!isChange) {
            refuse(reads.take(who, limits.reads()), "too many calls");
            return;
        }
        refuse(changes.take(who, limits.changes()), "too many changes");
        Optional<Duration> wait = allChanges.take(ALL, limits.allChanges());
        if (wait.isPresent()) {
            changes.giveBack(who, limits.changes());
        }
        refuse(wait, "too many changes by all callers");
    }

    private static void refuse(Optional<Duration> wait, String what) throws Refusal {
        if (wait.isPresent()) {
            String seconds = String.valueOf(wait.get().toSeconds() + 1);
            throw new Refusal(429, what + "; try again in " + seconds + " s", "Retry-After", seconds);
        }
    }
}
