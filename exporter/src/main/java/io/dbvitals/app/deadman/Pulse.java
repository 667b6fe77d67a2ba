package io.dbvitals.app.deadman;

import io.dbvitals.app.deadman.tell.News;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Whether beats still come. Silence is measured by the monotonic clock and from the start on at the earliest: neither a clock that is
 * set, nor a machine that slept, nor the time in which this program was down raises the alarm.
 */
final class Pulse {
    private final Duration timeout;
    private final LongSupplier nanos;
    private final Supplier<Instant> clock;
    private long quietSince;
    private long beats;
    private State state;
    private Optional<String> hint = Optional.empty();

    /**
     * What outlives a restart.
     *
     * @param lastSeen empty where there was no beat yet
     * @param alarmingSince empty while all is well
     */
    record State(Optional<Instant> lastSeen, Optional<Instant> alarmingSince) {
        static final State NEW = new State(Optional.empty(), Optional.empty());
    }

    /**
     * How it is now.
     *
     * @param silence since the last beat, or since the start
     * @param hint why there is none, as far as it is known
     */
    record Look(State state, Duration silence, long beats, Optional<String> hint) {
        boolean alarming() {
            return state.alarmingSince().isPresent();
        }

        News news(Expected expected) {
            return new News(
                    alarming(),
                    expected.toString(),
                    state.lastSeen(),
                    Optional.of(silence).filter(time -> alarming()),
                    hint);
        }
    }

    Pulse(Duration timeout, State state, LongSupplier nanos, Supplier<Instant> clock) {
        this.timeout = timeout;
        this.state = state;
        this.nanos = nanos;
        this.clock = clock;
        this.quietSince = nanos.getAsLong();
    }

    /** The alert was there that long ago; one that is older than what is known, or than the timeout, is no beat. */
    synchronized void beat(Duration age) {
        long at = nanos.getAsLong() - Math.max(0, age.toNanos());
        boolean fresh = age.compareTo(timeout) <= 0 && (beats == 0 || at > quietSince);
        if (fresh) {
            beats++;
            quietSince = at;
            hint = Optional.empty();
            state = new State(Optional.of(clock.get().minus(age)), Optional.empty());
        }
    }

    /** Why none can be seen at the moment. */
    synchronized void none(String why) {
        hint = Optional.of(why);
    }

    /** Also raises the alarm, once it is time. */
    synchronized Look look() {
        Duration silence = Duration.ofNanos(nanos.getAsLong() - quietSince);
        if (silence.compareTo(timeout) > 0 && state.alarmingSince().isEmpty()) {
            state = new State(state.lastSeen(), Optional.of(clock.get()));
        }
        return new Look(state, silence, beats, hint);
    }
}
