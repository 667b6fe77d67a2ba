package io.dbvitals.instrumentation.histogram;

/**
 * The borders of the buckets: one for each nanosecond up to 127, then 64 of equal width between two powers of two. A
 * bucket is at most 1/64 as wide as the values in it are large, so its middle is at most 1/128 off.
 */
final class Buckets {
    /** How many buckets have memory of their own together: those between two powers of two. */
    static final int CHUNK = 64;

    private static final int BITS = 6;

    /** The longest duration that has a bucket of its own, 2.4 hours in nanoseconds; what is longer counts as that. */
    static final long LONGEST = (1L << 43) - 1;

    static final int COUNT = index(LONGEST) + 1;

    private Buckets() {}

    static int index(long nanos) {
        long value = Math.max(0, Math.min(nanos, LONGEST));
        if (value < 2 * CHUNK) {
            return (int) value;
        }
        int shift = 63 - Long.numberOfLeadingZeros(value) - BITS;
        return shift * CHUNK + (int) (value >>> shift);
    }

    /** The middle of a bucket in nanoseconds. */
    static long middle(int index) {
        if (index < 2 * CHUNK) {
            return index;
        }
        int shift = index / CHUNK - 1;
        return ((long) (index % CHUNK + CHUNK) << shift) + (1L << (shift - 1));
    }
}
