package io.dbvitals.api.alerts;

import io.dbvitals.alerts.Episode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One time that an alert fired, and who silenced it meanwhile. */
public record PastOne(Episode episode, List<Silenced> silenced) {
    public PastOne {
        silenced = List.copyOf(silenced);
    }

    /**
     * By whom.
     *
     * @param until empty where that is not known: Alertmanager has forgotten the silence
     * @param acknowledged false: it was suppressed
     */
    public record Silenced(String by, String comment, Instant from, Optional<Instant> until, boolean acknowledged) {}
}
