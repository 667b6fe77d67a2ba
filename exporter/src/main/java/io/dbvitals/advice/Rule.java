package io.dbvitals.advice;

import java.util.Locale;
import java.util.Optional;

/** What is looked for, in the order of the numbers. */
public enum Rule {
    /** A statement takes much of all time. */
    TIME_CONSUMER(1),
    /** A big table is read whole for few rows. */
    MISSING_INDEX(2),
    /** Statements ran without an index; MySQL counts them. */
    NO_INDEX_USED(3),
    /** Many rows are looked at for each that is sent. */
    ROWS_EXAMINED(4),
    /** The inner side of a join is read whole. */
    UNINDEXED_JOIN(5),
    /** Temporary tables or files are written to disk. */
    DISK_TEMPORARY(6),
    /** Much is sorted, in several passes or above a big scan. */
    BIG_SORT(7),
    /** A short statement runs very often: one for each row of another. */
    N_PLUS_ONE(8),
    /** Time goes into waiting for locks. */
    LOCK_WAITS(9),
    /** The same statement is sometimes much slower. */
    UNSTABLE_TIME(10),
    /** Blocks are not found in the cache. */
    DISK_READS(11),
    /** Planning takes longer than running. */
    PLANNING_TIME(12),
    /** Compiling takes much of the time. */
    JIT_TIME(13),
    /** Rows to be changed are found by reading the whole table. */
    FULL_SCAN_WRITE(14),
    /** A condition on an expression, which the column's index does not serve. */
    EXPRESSION_FILTER(15),
    /** Rows are read and thrown away by {@code OFFSET}. */
    DEEP_OFFSET(16),
    /** {@code ORDER BY random()}, or {@code NOT IN} with a subquery. */
    COSTLY_FORM(17),
    /** The planner's estimate is far off. */
    WRONG_ESTIMATE(18),
    /** Statistics of a table are old or missing. */
    STALE_STATISTICS(19),
    /** Unused, duplicate or invalid indexes; tables without primary key. */
    INDEX_HYGIENE(20),
    /** Statements fail. */
    FAILING(21),
    /** The server forgets statements. */
    INCOMPLETE_LIST(22);

    private final int number;

    Rule(int number) {
        this.number = number;
    }

    /** From 1 to 22; it stays when rules are added. */
    public int number() {
        return number;
    }

    /** As options, labels and reports have it: {@code missing-index}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** By its id or number. */
    public static Optional<Rule> of(String text) {
        for (Rule rule : values()) {
            if (rule.id().equals(text) || String.valueOf(rule.number).equals(text)) {
                return Optional.of(rule);
            }
        }
        return Optional.empty();
    }
}
