package io.dbvitals.app.survey;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One thing that is read of a target again and again, and what it was when it was read last.
 *
 * @param <V> what is read; it says itself what could not be
 */
public final class Part<V> {
    private final Duration lifetime;
    private final Reading<V> reading;
    private Optional<Seen<V>> last = Optional.empty();
    private Optional<Long> endedAtNanos = Optional.empty();

    Part(Duration lifetime, Reading<V> reading) {
        this.lifetime = lifetime;
        this.reading = reading;
    }

    /** Reads it, within bounds of its own. */
    interface Reading<V> {
        V read() throws InterruptedException;
    }

    /** What was read, and when. */
    public record Seen<V>(V value, Instant at) {}

    /** Empty where it was not read yet. */
    public synchronized Optional<Seen<V>> seen() {
        return last;
    }

    synchronized boolean due() {
        return endedAtNanos
                .map(at -> System.nanoTime() - at >= lifetime.toNanos())
                .orElse(true);
    }

    void read() throws InterruptedException {
        try {
            V value = reading.read();
            synchronized (this) {
                last = Optional.of(new Seen<>(value, Instant.now()));
            }
        } finally {
            synchronized (this) {
                endedAtNanos = Optional.of(System.nanoTime());
            }
        }
    }
}
