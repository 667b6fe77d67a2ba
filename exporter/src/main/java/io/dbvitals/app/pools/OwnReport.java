package io.dbvitals.app.pools;

import io.dbvitals.app.report.Level;

/**
 * The connections of this program to a target, as its server sees them.
 *
 * @param size that it may have, {@code max_connections} of the target
 * @param open there are; more than {@code size} when several run
 * @param busy of these
 * @param trouble why they could not be counted; empty when they were
 * @param failed how bad that is
 */
public record OwnReport(
        String target, String kind, String address, int size, int open, int busy, String trouble, Level failed) {
    /** With the one that the others were counted over. */
    OwnReport withOurs() {
        return trouble.isEmpty() ? new OwnReport(target, kind, address, size, open + 1, busy, trouble, failed) : this;
    }

    /** All that it may have are busy: scrapes wait for each other. */
    public boolean exhausted() {
        return trouble.isEmpty() && busy >= size;
    }

    public Level level() {
        return trouble.isEmpty() ? exhausted() ? Level.WARNING : Level.OK : failed;
    }
}
