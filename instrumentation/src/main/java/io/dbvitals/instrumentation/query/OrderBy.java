package io.dbvitals.instrumentation.query;

import io.dbvitals.instrumentation.query.pattern.QueryStats;
import java.util.Comparator;

/** By which figure patterns are listed, the greatest first. */
public enum OrderBy {
    EXECUTIONS,
    /** Where the application's time goes. */
    TOTAL,
    AVERAGE,
    MEDIAN,
    P95,
    P99,
    MAX,
    ERRORS,
    ERROR_RATE,
    ROWS;

    /** Equal ones keep one order, so that two reports can be compared. */
    Comparator<QueryStats> order() {
        return figure().reversed().thenComparing(QueryStats::pattern);
    }

    private Comparator<QueryStats> figure() {
        return switch (this) {
            case EXECUTIONS -> Comparator.comparingLong(QueryStats::executions);
            case TOTAL -> Comparator.comparing(QueryStats::total);
            case AVERAGE -> Comparator.comparing(QueryStats::average);
            case MEDIAN -> Comparator.comparing(QueryStats::median);
            case P95 -> Comparator.comparing(QueryStats::p95);
            case P99 -> Comparator.comparing(QueryStats::p99);
            case MAX -> Comparator.comparing(QueryStats::max);
            case ERRORS -> Comparator.comparingLong(QueryStats::errors);
            case ERROR_RATE -> Comparator.comparingDouble(QueryStats::errorRate);
            case ROWS -> Comparator.comparingLong(QueryStats::rows);
        };
    }
}
