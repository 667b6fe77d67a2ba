package io.dbvitals.advice.postgres.rules;

import io.dbvitals.advice.Statement;
import io.dbvitals.advice.Window;
import io.dbvitals.advice.postgres.read.Counters;

/** One statement in its window, and what rules ask of it. */
public record Case(Statement statement, Window window) {
    static final double FEW_CALLS = 100;
    static final double SLOW_SECONDS = 0.020;
    /** So long that a few runs are enough. */
    static final double LONG_SECONDS = 1;

    static final double NOTABLE_SHARE = 0.05;
    /** Less of all time is not worth a finding of its own. */
    static final double LEAST_SHARE = 0.01;

    double share() {
        return window.share(statement);
    }

    double mean() {
        return statement.perCall(Statement.SECONDS);
    }

    /** Slow, often run, and a notable part of all time. */
    public boolean heavy() {
        boolean slow = (statement.calls() >= FEW_CALLS && mean() >= SLOW_SECONDS) || mean() >= LONG_SECONDS;
        return slow && share() >= NOTABLE_SHARE;
    }

    /** Worth to be looked at closer. */
    public boolean notable() {
        return share() >= LEAST_SHARE;
    }

    /** Of the runs' times, in means. */
    double deviation() {
        double mean = mean();
        double variance = statement.perCall(Counters.SQUARES) - mean * mean;
        return mean > 0 ? Math.sqrt(Math.max(0, variance)) / mean : 0;
    }

    double blocksPerCall() {
        return statement.perCall(Counters.HIT) + statement.perCall(Counters.READ);
    }

    double rowsPerCall() {
        return statement.perCall(Statement.ROWS);
    }
}
