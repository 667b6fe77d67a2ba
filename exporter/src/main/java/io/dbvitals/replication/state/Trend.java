package io.dbvitals.replication.state;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Where the lag goes, between two readings of one server.
 *
 * @param perSecond bytes, or seconds where bytes are not known, that the lag grows by in each second; negative when it shrinks
 * @param caughtUpIn at this rate; empty unless it shrinks
 */
public record Trend(Direction direction, double perSecond, Optional<Duration> caughtUpIn) {
    private static final double NOISE_BYTES = 1 << 20;
    private static final double NOISE_SECONDS = 1;

    /** Smaller changes than this part of the lag are none. */
    private static final double NOISE_PART = 0.1;

    /** Where there is nothing to compare. */
    public static final Trend UNKNOWN = new Trend(Direction.UNKNOWN, 0, Optional.empty());

    /** What becomes of the lag. */
    public enum Direction {
        SHRINKING,
        STEADY,
        GROWING,
        UNKNOWN;

        /** As written in answers. */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Unknown unless both readings know the lag, and are of the same role. */
    public static Trend between(ReplicationState earlier, ReplicationState later) {
        double elapsed = Duration.between(earlier.at(), later.at()).toNanos() / 1e9;
        if (elapsed <= 0 || earlier.channels().isEmpty() != later.channels().isEmpty()) {
            return UNKNOWN;
        }
        return of(earlier.lagBytes(), later.lagBytes(), elapsed, NOISE_BYTES)
                .or(() -> of(earlier.lagSeconds(), later.lagSeconds(), elapsed, NOISE_SECONDS))
                .orElse(UNKNOWN);
    }

    private static Optional<Trend> of(OptionalDouble from, OptionalDouble to, double elapsed, double noise) {
        if (from.isEmpty() || to.isEmpty()) {
            return Optional.empty();
        }
        double before = from.getAsDouble();
        double now = to.getAsDouble();
        double perSecond = (now - before) / elapsed;
        if (Math.abs(now - before) <= Math.max(noise, NOISE_PART * before)) {
            return Optional.of(new Trend(Direction.STEADY, perSecond, Optional.empty()));
        }
        return Optional.of(
                now > before
                        ? new Trend(Direction.GROWING, perSecond, Optional.empty())
                        : new Trend(Direction.SHRINKING, perSecond, Optional.of(Duration.ofMillis((long)
                                (now / -perSecond * 1000)))));
    }
}
