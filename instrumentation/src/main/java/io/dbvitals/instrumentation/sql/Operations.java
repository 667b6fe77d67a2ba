package io.dbvitals.instrumentation.sql;

import java.util.Set;

/** Finds the word for what a statement does. */
final class Operations {
    /** The value that OpenTelemetry has for whatever is not in a list. */
    static final String OTHER = "_OTHER";

    private static final Set<String> ALL = Set.of(
            "SELECT",
            "INSERT",
            "UPDATE",
            "DELETE",
            "MERGE",
            "REPLACE",
            "VALUES",
            "TABLE",
            "CALL",
            "EXECUTE",
            "BEGIN",
            "START",
            "COMMIT",
            "ROLLBACK",
            "SAVEPOINT",
            "RELEASE",
            "SET",
            "SHOW",
            "USE",
            "CREATE",
            "ALTER",
            "DROP",
            "TRUNCATE",
            "RENAME",
            "GRANT",
            "REVOKE",
            "ANALYZE",
            "VACUUM",
            "REINDEX",
            "REFRESH",
            "EXPLAIN",
            "DESCRIBE",
            "COPY",
            "LOAD",
            "LOCK",
            "PREPARE",
            "DEALLOCATE",
            "DECLARE",
            "FETCH",
            "LISTEN",
            "NOTIFY",
            "DO");

    private static final Set<String> BEHIND_WITH = Set.of("SELECT", "INSERT", "UPDATE", "DELETE", "MERGE");

    private String operation = "";

    /** Looks at one word; behind WITH the verb counts that stands in no parentheses. */
    void word(String keyword, int depth) {
        if (operation.isEmpty()) {
            operation = ALL.contains(keyword) || keyword.equals("WITH") ? keyword : OTHER;
        } else if (operation.equals("WITH") && depth == 0 && BEHIND_WITH.contains(keyword)) {
            operation = keyword;
        }
    }

    String found() {
        return ALL.contains(operation) ? operation : OTHER;
    }
}
