package io.dbvitals.advice.mysql.digest;

/**
 * How often a statement was seen at work while a window was open, and how often of these it waited for a row that another transaction
 * had locked.
 */
public record Waits(int seen, int waiting) {
    /** Never seen. */
    public static final Waits NONE = new Waits(0, 0);

    Waits and(Waits other) {
        return new Waits(seen + other.seen, waiting + other.waiting);
    }

    /** From 0 to 1. */
    public double part() {
        return seen == 0 ? 0 : (double) waiting / seen;
    }
}
