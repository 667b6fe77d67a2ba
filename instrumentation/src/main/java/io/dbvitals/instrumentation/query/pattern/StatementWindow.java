package io.dbvitals.instrumentation.query.pattern;

import io.dbvitals.instrumentation.histogram.Distribution;
import io.dbvitals.instrumentation.histogram.LatencyHistogram;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What happened to one pattern in the last minutes, in slices of time that are forgotten one by one. A slice is never
 * emptied but replaced as a whole, so that whoever still records into it loses nothing that anybody would read.
 */
final class StatementWindow {
    /** What is read covers between five and six sixths of the window, and what has begun of the last. */
    static final int SLICES = 6;

    private final AtomicReferenceArray<@Nullable Slice> slices = new AtomicReferenceArray<>(SLICES);

    void record(long epoch, long nanos, boolean failed, long rows) {
        Slice slice = slice(epoch);
        slice.latencies.record(nanos);
        if (failed) {
            slice.errors.increment();
        }
        if (rows > 0) {
            slice.rows.add(rows);
        }
    }

    void addRows(long epoch, long rows) {
        slice(epoch).rows.add(rows);
    }

    private Slice slice(long epoch) {
        int index = (int) (epoch % SLICES);
        while (true) {
            Slice slice = slices.get(index);
            if (slice != null && slice.epoch >= epoch) {
                return slice;
            }
            Slice fresh = new Slice(epoch);
            if (slices.compareAndSet(index, slice, fresh)) {
                return fresh;
            }
        }
    }

    Totals read(long epoch) {
        Distribution.Sum latencies = new Distribution.Sum();
        long errors = 0;
        long rows = 0;
        for (int i = 0; i < SLICES; i++) {
            Slice slice = slices.get(i);
            if (slice != null && slice.epoch > epoch - SLICES) {
                slice.latencies.addTo(latencies);
                errors += slice.errors.sum();
                rows += slice.rows.sum();
            }
        }
        return new Totals(latencies.read(), errors, rows);
    }

    private static final class Slice {
        private final long epoch;
        private final LatencyHistogram latencies = new LatencyHistogram();
        private final LongAdder errors = new LongAdder();
        private final LongAdder rows = new LongAdder();

        private Slice(long epoch) {
            this.epoch = epoch;
        }
    }

    /** What the window holds when somebody looks. */
    record Totals(Distribution latencies, long errors, long rows) {}
}
