package io.dbvitals.app.pools;

import io.dbvitals.app.report.Level;
import io.dbvitals.pool.Advice;
import io.dbvitals.pool.PoolUse;
import io.dbvitals.pool.Rating;

/** A pool of a pooler, and what to do about it. */
public record PoolReport(PoolUse use, Advice advice) {
    public Level level() {
        boolean shut = use.place().paused() || use.place().disabled();
        if (use.starves() && !shut) {
            return Level.CRITICAL;
        }
        return shut || use.rating() == Rating.HIGH ? Level.WARNING : Level.OK;
    }
}
