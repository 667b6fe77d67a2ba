package io.dbvitals.instrumentation.histogram;

/** How durations were distributed when somebody looked; it does not change any more. Everything is in nanoseconds. */
public final class Distribution {
    private final long[] buckets;
    private final long count;
    private final long sum;
    private final long longest;

    private Distribution(long[] buckets, long count, long sum, long longest) {
        this.buckets = buckets;
        this.count = count;
        this.sum = sum;
        this.longest = longest;
    }

    public long count() {
        return count;
    }

    public long sum() {
        return sum;
    }

    /** The longest duration, exactly; 0 without any. */
    public long longest() {
        return longest;
    }

    /** The average, exactly; 0 without any. */
    public long mean() {
        return count == 0 ? 0 : sum / count;
    }

    /**
     * The shortest duration that at least the given share of all did not exceed, to 0.8 percent; 0 without any.
     *
     * @param share above 0, at most 1: 0.5 for the median, 0.99 for the 99th percentile
     * @throws IllegalArgumentException if it is not
     */
    public long quantile(double share) {
        if (!(share > 0 && share <= 1)) {
            throw new IllegalArgumentException("a share is above 0 and at most 1, not " + share);
        }
        long rank = (long) Math.ceil(share * count);
        long seen = 0;
        for (int i = 0; i < buckets.length; i++) {
            seen += buckets[i];
            if (seen >= rank && seen > 0) {
                return Math.min(Buckets.middle(i), longest);
            }
        }
        return longest;
    }

    /** Several histograms becoming one distribution. */
    public static final class Sum {
        private final long[] buckets = new long[Buckets.COUNT];
        private long count;
        private long sum;
        private long longest;

        void add(int bucket, int times) {
            if (times != 0) {
                buckets[bucket] += times;
                count += times;
            }
        }

        void add(long nanos, long maximum) {
            sum += nanos;
            longest = Math.max(longest, maximum);
        }

        /** What has been added so far. */
        public Distribution read() {
            return new Distribution(buckets.clone(), count, sum, longest);
        }
    }
}
