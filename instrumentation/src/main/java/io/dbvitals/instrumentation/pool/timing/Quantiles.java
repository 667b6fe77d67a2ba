package io.dbvitals.instrumentation.pool.timing;

import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;

/** Reads quantiles off the exponential buckets of a native histogram. */
final class Quantiles {
    private Quantiles() {}

    /** The geometric middle of the bucket that holds it; 0 where nothing was counted. */
    static double of(HistogramDataPointSnapshot point, double quantile) {
        long rank = (long) Math.ceil(quantile * point.getCount());
        long seen = point.getNativeZeroCount();
        if (seen >= rank) {
            return 0;
        }
        NativeHistogramBuckets buckets = point.getNativeBucketsForPositiveValues();
        double width = Math.scalb(1.0, -point.getNativeSchema());
        double value = 0;
        for (int i = 0; i < buckets.size() && seen < rank; i++) {
            seen += buckets.getCount(i);
            value = Math.pow(2, (buckets.getBucketIndex(i) - 0.5) * width);
        }
        return value;
    }
}
