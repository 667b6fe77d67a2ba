package io.dbvitals.api.alerts;

import io.dbvitals.alerts.AlertingException;
import io.dbvitals.alerts.Matchers;
import io.dbvitals.alerts.Silence;
import io.dbvitals.alerts.alertmanager.ChannelTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What can be done with alerts. Every change is on record before it is made, and is not made where that fails. */
public interface AlertDesk {
    /** Those that fire and match, with what silences them. */
    List<FiringOne> firing(Matchers filter) throws AlertingException, InterruptedException;

    /** When alerts fired, the newest first, and who silenced them; {@code name}: an {@code alertname}, empty for all. */
    List<PastOne> history(Instant from, Instant to, Optional<String> name)
            throws AlertingException, InterruptedException;

    /**
     * Silences one alert, which whoever runs with the same Alertmanagers goes on to do while it fires.
     *
     * @param one its fingerprint or matchers that name it and no other
     * @param duration at first; empty: as configured
     */
    Silence acknowledge(Choice one, Optional<Duration> duration, String comment, String actor)
            throws AlertingException, InterruptedException;

    /**
     * Takes an acknowledgement back.
     *
     * @param id of the silence, or the fingerprint of the alert
     */
    void unacknowledge(String id, String actor) throws AlertingException, InterruptedException;

    /** Silences what matches. */
    Silence suppress(Matchers matchers, Duration duration, String comment, String actor)
            throws AlertingException, InterruptedException;

    /** Ends a silence that is no acknowledgement, whoever made it. */
    void unsuppress(String id, String actor) throws AlertingException, InterruptedException;

    /** See {@link ChannelTest#run}. */
    List<ChannelTest.Result> test(
            Map<String, String> labels, Optional<String> receiver, Duration patience, String actor)
            throws AlertingException, InterruptedException;

    /**
     * By what an alert is named.
     *
     * @param fingerprint empty: by the matchers
     */
    record Choice(String fingerprint, Matchers matchers) {}
}
