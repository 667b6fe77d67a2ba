package io.dbvitals.advice.postgres.read;

import io.dbvitals.advice.Statement;
import java.util.List;

/** What is read of each statement in pg_stat_statements, beside {@link Statement#CALLS} and the others that all engines have. */
public final class Counters {
    /** Sum of the squares of the runs' seconds. */
    public static final String SQUARES = "squares";
    /** Blocks found in the cache. */
    public static final String HIT = "blocks_hit";
    /** Blocks that were not. */
    public static final String READ = "blocks_read";
    /** Blocks of temporary files that were written. */
    public static final String TEMP_WRITTEN = "temp_blocks_written";
    /** Seconds of planning; 0 where track_planning is off. */
    public static final String PLANNING = "planning_seconds";
    /** Seconds of compiling, from 15 on. */
    public static final String JIT = "jit_seconds";

    /** Statements that were forgotten for lack of room, from 14 on; of the server. */
    public static final String FORGOTTEN = "forgotten";
    /** Transactions of a database, whose name follows; of the server. */
    public static final String TRANSACTIONS = "transactions ";
    /** Those of them that were rolled back. */
    public static final String ROLLBACKS = "rollbacks ";

    private static final List<Counter> ALL = List.of(
            new Counter(Statement.CALLS, "calls", 0),
            new Counter(Statement.SECONDS, "@time@ / 1000", 0),
            new Counter(Statement.ROWS, "rows", 0),
            new Counter(
                    SQUARES, "calls * (pg_catalog.power(@stddev@ / 1000, 2) + pg_catalog.power(@mean@ / 1000, 2))", 0),
            new Counter(HIT, "shared_blks_hit", 0),
            new Counter(READ, "shared_blks_read", 0),
            new Counter(TEMP_WRITTEN, "temp_blks_written", 0),
            new Counter(PLANNING, "total_plan_time / 1000", 8),
            new Counter(
                    JIT,
                    "(jit_generation_time + jit_inlining_time + jit_optimization_time + jit_emission_time) / 1000",
                    10));

    private Counters() {}

    /**
     * One of them.
     *
     * @param since minor version of the extension 1 that has it
     */
    record Counter(String name, String expression, int since) {}

    /** Those of the extension {@code 1.minor}. */
    static List<Counter> of(int minor) {
        return ALL.stream()
                .filter(counter -> counter.since <= minor)
                .map(counter -> new Counter(counter.name, timed(counter.expression, minor), counter.since))
                .toList();
    }

    /** Until 1.7 there was one time only. */
    private static String timed(String expression, int minor) {
        String kind = minor >= 8 ? "exec_" : "";
        return expression
                .replace("@time@", "total_" + kind + "time")
                .replace("@mean@", "mean_" + kind + "time")
                .replace("@stddev@", "stddev_" + kind + "time");
    }
}
