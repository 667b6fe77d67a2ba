package io.dbvitals.vector.probe.budget;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The time that may be spent on one index: it grows by a part of the time that passes and shrinks by what is spent. Work begins only
 * when its expected cost is there, so what is spent exceeds that part of the time by no more than one piece of work took longer than
 * expected. Only the very first pieces may make debts, so that a new index shows soon.
 */
public final class Allowance {
    /** Drawing values, and the first search. */
    private static final int FIRST_PIECES = 2;

    private final double part;
    private final double mostNanos;
    private final LongSupplier nanoClock;
    private double leftNanos;
    private double wantedNanos;
    private long countedAtNanos;
    private boolean spending;
    private int firstPieces = FIRST_PIECES;

    /**
     * @param part of the time, from 0 to 1
     * @param saved as much time's growth is kept, unless one piece of work needs more
     */
    public Allowance(double part, Duration saved, LongSupplier nanoClock) {
        this.part = part;
        this.mostNanos = part * saved.toNanos();
        this.nanoClock = nanoClock;
        this.countedAtNanos = nanoClock.getAsLong();
    }

    /** Whether a piece of work may begin. */
    public boolean covers(Cost cost) {
        count();
        boolean covered = firstPieces > 0 || leftNanos >= cost.expected();
        wantedNanos = covered ? 0 : cost.expected();
        return covered;
    }

    /** From now on time is spent. */
    public void begin() {
        count();
        spending = true;
    }

    /** One piece of the work that has been going on is done. */
    public void done(Cost cost, long tookNanos) {
        cost.took(tookNanos);
        firstPieces = Math.max(0, firstPieces - 1);
    }

    public void end() {
        count();
        spending = false;
        firstPieces = 0;
    }

    /** Takes off what was spent elsewhere. */
    public void spend(Duration spent) {
        count();
        leftNanos -= spent.toNanos();
    }

    private void count() {
        long now = nanoClock.getAsLong();
        long passed = now - countedAtNanos;
        countedAtNanos = now;
        // Dear work is saved up for, however long that takes.
        double most = Math.max(Math.max(mostNanos, wantedNanos), leftNanos);
        leftNanos = Math.min(most, leftNanos + part * passed) - (spending ? passed : 0);
    }
}
