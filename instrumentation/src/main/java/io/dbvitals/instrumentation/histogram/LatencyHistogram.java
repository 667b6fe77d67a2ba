package io.dbvitals.instrumentation.histogram;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Durations, counted in logarithmic buckets by any number of threads at once: recording takes no lock and loses
 * nothing. A percentile that is read from it is at most 1/128 (0.8 percent) off the true one; the maximum and the sum
 * are exact. Memory grows with the range of what is recorded, not with its number: about 300 bytes for each power of
 * two in which there was a value, 11 kilobytes at the very most.
 */
public final class LatencyHistogram {
    private static final int CHUNKS = (Buckets.COUNT + Buckets.CHUNK - 1) / Buckets.CHUNK;

    private final AtomicReferenceArray<@Nullable AtomicIntegerArray> chunks = new AtomicReferenceArray<>(CHUNKS);
    private final LongAdder sum = new LongAdder();
    private final AtomicLong longest = new AtomicLong();

    /** Counts a duration in nanoseconds; a negative one counts as none, one over 2.4 hours as 2.4 hours. */
    public void record(long nanos) {
        int index = Buckets.index(nanos);
        chunk(index / Buckets.CHUNK).getAndIncrement(index % Buckets.CHUNK);
        if (nanos > 0) {
            sum.add(nanos);
        }
        long seen = longest.get();
        while (nanos > seen && !longest.compareAndSet(seen, nanos)) {
            seen = longest.get();
        }
    }

    private AtomicIntegerArray chunk(int index) {
        AtomicIntegerArray chunk = chunks.get(index);
        if (chunk != null) {
            return chunk;
        }
        AtomicIntegerArray fresh = new AtomicIntegerArray(Buckets.CHUNK);
        AtomicIntegerArray first = chunks.compareAndExchange(index, null, fresh);
        return first == null ? fresh : first;
    }

    /** Adds what has been counted so far to a distribution that is being put together. */
    public void addTo(Distribution.Sum into) {
        for (int i = 0; i < CHUNKS; i++) {
            AtomicIntegerArray chunk = chunks.get(i);
            for (int j = 0; chunk != null && j < Buckets.CHUNK; j++) {
                into.add(i * Buckets.CHUNK + j, chunk.get(j));
            }
        }
        into.add(sum.sum(), longest.get());
    }

    /** What has been counted so far; what is recorded meanwhile may be in it or not. */
    public Distribution read() {
        Distribution.Sum all = new Distribution.Sum();
        addTo(all);
        return all.read();
    }
}
