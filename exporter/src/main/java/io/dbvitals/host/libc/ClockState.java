package io.dbvitals.host.libc;

/**
 * What the kernel says of its clock, see adjtimex(2).
 *
 * @param synchronised whether the kernel holds its clock to be right
 * @param offset, jitter in microseconds or nanoseconds, as {@code status} says
 * @param maxError, estimatedError, tick in microseconds
 * @param frequency, ppsFrequency, stability in parts of a million, of which each has 65,536
 */
public record ClockState(
        boolean synchronised,
        long offset,
        long frequency,
        long maxError,
        long estimatedError,
        int status,
        long constant,
        long tick,
        long ppsFrequency,
        long jitter,
        int shift,
        long stability,
        long jitterCount,
        long calibrations,
        long errors,
        long stabilityExceeded,
        int tai) {}
