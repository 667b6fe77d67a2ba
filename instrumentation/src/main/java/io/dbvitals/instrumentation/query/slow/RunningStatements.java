package io.dbvitals.instrumentation.query.slow;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The statements that run now, in a fixed number of places, so that entering and leaving take no lock and no memory. A
 * statement that finds none near the one for its thread is not watched while it runs.
 */
final class RunningStatements {
    private static final int PLACES = 1024;
    private static final int TRIES = 16;

    private final AtomicReferenceArray<@Nullable Execution> places = new AtomicReferenceArray<>(PLACES);

    /** The place that it was given, or -1 if there was none. */
    int enter(Execution execution) {
        int first = (int) ((Thread.currentThread().getId() * 0x9E3779B97F4A7C15L) >>> 54);
        for (int i = 0; i < TRIES; i++) {
            int place = (first + i) % PLACES;
            if (places.getPlain(place) == null && places.compareAndSet(place, null, execution)) {
                return place;
            }
        }
        return -1;
    }

    /** Frees the place if the execution still has it. */
    void leave(int place, Execution execution) {
        if (place >= 0) {
            places.compareAndSet(place, execution, null);
        }
    }

    void forEach(Consumer<Execution> visitor) {
        for (int i = 0; i < PLACES; i++) {
            Execution execution = places.get(i);
            if (execution != null) {
                visitor.accept(execution);
            }
        }
    }
}
