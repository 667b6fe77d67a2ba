package io.dbvitals.advice.mysql.digest;

import io.dbvitals.advice.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/** The names of what is counted of a statement, and the columns of {@code events_statements_summary_by_digest} that count it. */
public final class Counters {
    /** Seconds in waits for locks of tables and, as far as the server adds them, of rows. */
    public static final String LOCK_SECONDS = "lock_seconds";
    /** Seconds on a processor; MySQL 8.0.28 and newer. */
    public static final String CPU_SECONDS = "cpu_seconds";

    public static final String ERRORS = "errors";
    public static final String EXAMINED = "rows_examined";
    public static final String SENT = "rows_sent";
    public static final String AFFECTED = "rows_affected";
    public static final String TEMPORARY = "temporary_tables";
    public static final String DISK_TEMPORARY = "disk_temporary_tables";
    public static final String FULL_JOINS = "full_joins";
    public static final String SCANS = "scans";
    public static final String MERGE_PASSES = "sort_merge_passes";
    public static final String SORTED = "rows_sorted";
    public static final String NO_INDEX = "no_index_used";

    /** Of the server: statements that were given to no digest because the table was full. */
    public static final String LOST = "digest_lost";
    /** Of the server: runs of statements in the row of all that found no place. */
    public static final String UNLISTED = "unlisted_calls";
    /** Of the server: transactions that were ended by COMMIT or ROLLBACK. */
    public static final String TRANSACTIONS = "transactions";

    /** Picoseconds in a second, the unit of {@code performance_schema}. */
    static final double PICO = 1e12;

    /** What is counted, by its column; the order is that of the SQL. */
    static final Map<String, String> COLUMNS = columns();

    private Counters() {}

    private static Map<String, String> columns() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("COUNT_STAR", Statement.CALLS);
        columns.put("SUM_TIMER_WAIT", Statement.SECONDS);
        columns.put("SUM_LOCK_TIME", LOCK_SECONDS);
        columns.put("SUM_CPU_TIME", CPU_SECONDS);
        columns.put("SUM_ERRORS", ERRORS);
        columns.put("SUM_ROWS_EXAMINED", EXAMINED);
        columns.put("SUM_ROWS_SENT", SENT);
        columns.put("SUM_ROWS_AFFECTED", AFFECTED);
        columns.put("SUM_CREATED_TMP_TABLES", TEMPORARY);
        columns.put("SUM_CREATED_TMP_DISK_TABLES", DISK_TEMPORARY);
        columns.put("SUM_SELECT_FULL_JOIN", FULL_JOINS);
        columns.put("SUM_SELECT_SCAN", SCANS);
        columns.put("SUM_SORT_MERGE_PASSES", MERGE_PASSES);
        columns.put("SUM_SORT_ROWS", SORTED);
        columns.put("SUM_NO_INDEX_USED", NO_INDEX);
        return columns;
    }
}
