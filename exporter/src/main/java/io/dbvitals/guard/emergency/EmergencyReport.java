package io.dbvitals.guard.emergency;

import io.dbvitals.guard.session.Session;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What an emergency has done to one server.
 *
 * @param target name in the configuration
 * @param ended sessions that are gone because they were told to
 * @param spared clients that are protected
 * @param left clients without protection that were there at the end, denied ones apart
 * @param denied clients whom the server does not let us end
 * @param doors that were to be shut
 * @param reopened those of them that were shut
 * @param prepared transactions, which hold their locks without a session, one line for people each
 * @param missing rights, each with its remedy
 * @param broken why it was broken off; empty: it went to its end
 */
public record EmergencyReport(
        String target,
        List<Session> ended,
        List<Spared> spared,
        List<Session> left,
        List<Session> denied,
        List<Posture> doors,
        List<Reopened> reopened,
        List<String> prepared,
        List<String> missing,
        Optional<String> broken,
        Duration took) {
    public EmergencyReport {
        ended = List.copyOf(ended);
        spared = List.copyOf(spared);
        left = List.copyOf(left);
        denied = List.copyOf(denied);
        doors = List.copyOf(doors);
        reopened = List.copyOf(reopened);
        prepared = List.copyOf(prepared);
        missing = List.copyOf(missing);
    }

    /** One whom nobody touched, and why. */
    public record Spared(Session session, String why) {}

    /** Whether all that may go are gone. */
    public boolean cleared() {
        return broken.isEmpty() && left.isEmpty() && denied.isEmpty();
    }

    /** Whether every door that was to be shut was. */
    public boolean fenced() {
        return doors.stream().noneMatch(door -> door.standing() == Posture.Standing.OPEN);
    }

    /** Whether no door is left shut that was open before. */
    public boolean restored() {
        return reopened.stream().noneMatch(door -> door.result() == Reopened.Result.FAILED);
    }
}
