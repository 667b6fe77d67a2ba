package io.dbvitals.host.oshi;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/** What OSHI lists, which costs far more than to read it again; listed anew once a minute. For one thread at a time. */
final class Listed<T> {
    private static final Duration LIFETIME = Duration.ofMinutes(1);

    private final Supplier<List<T>> lister;
    private List<T> last = List.of();
    private long listedAtNanos = System.nanoTime() - LIFETIME.toNanos();

    Listed(Supplier<List<T>> lister) {
        this.lister = lister;
    }

    List<T> get() {
        if (System.nanoTime() - listedAtNanos >= LIFETIME.toNanos()) {
            last = List.copyOf(lister.get());
            listedAtNanos = System.nanoTime();
        }
        return last;
    }
}
