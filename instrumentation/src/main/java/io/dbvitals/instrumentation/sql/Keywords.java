package io.dbvitals.instrumentation.sql;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** The words that are written in capitals in a pattern, so that layout makes no two patterns of one statement. */
final class Keywords {
    private static final Map<String, String> CAPITALS = new HashMap<>();

    private static final Set<String> CONSTANTS = Set.of("NULL", "TRUE", "FALSE");

    /** Behind these a constant says what the statement does and is no value: IS NULL, NOT NULL, SET NULL. */
    private static final Set<String> MEANINGFUL = Set.of("IS", "NOT", "SET");

    private static final int LONGEST;

    static {
        String words = """
            ADD ALL ALTER ANALYZE AND ANY ARRAY AS ASC BEGIN BETWEEN BY CALL CASE CAST COLLATE COLUMN COMMIT
            CONFLICT CONSTRAINT COPY CREATE CROSS DEALLOCATE DECLARE DEFAULT DELETE DESC DESCRIBE DISTINCT DO DROP
            DUPLICATE ELSE END ESCAPE EXCEPT EXECUTE EXISTS EXPLAIN FALSE FETCH FILTER FOR FORCE FROM FULL GRANT
            GROUP HAVING IF IGNORE ILIKE IN INDEX INNER INSERT INTERSECT INTERVAL INTO IS JOIN KEY LATERAL LEFT LIKE
            LIMIT LISTEN LOAD LOCK LOCKED MATCHED MERGE MINUS NATURAL NEXT NOT NOTIFY NOTHING NOWAIT NULL NULLS OF
            OFFSET ON ONLY OR ORDER OUTER OVER PARTITION PREPARE PRIMARY RECURSIVE REFRESH REINDEX RELEASE RENAME
            REPLACE RETURN RETURNING REVOKE RIGHT ROLLBACK ROWS SAVEPOINT SELECT SET SHARE SHOW SIMILAR SKIP SOME
            START TABLE TEMPORARY THEN TO TRANSACTION TRUE TRUNCATE UNION UNIQUE UPDATE USE USING VACUUM VALUES VIEW
            WHEN WHERE WINDOW WITH\
            """;
        int longest = 0;
        for (String word : words.split("\\s+", -1)) {
            CAPITALS.put(word, word);
            longest = Math.max(longest, word.length());
        }
        LONGEST = longest;
    }

    private Keywords() {}

    /** The word in capitals if it is a keyword, else an empty text; only ASCII letters are raised. */
    static String capitals(String sql, int start, int end) {
        int length = end - start;
        if (length > LONGEST || length < 2) {
            return "";
        }
        char[] upper = new char[length];
        for (int i = 0; i < length; i++) {
            char c = sql.charAt(start + i);
            upper[i] = c >= 'a' && c <= 'z' ? (char) (c - 32) : c;
        }
        return CAPITALS.getOrDefault(new String(upper), "");
    }

    /** Whether the keyword stands for a value behind the other, as NULL does in a list and does not in IS NULL. */
    static boolean isValue(String keyword, String before) {
        return CONSTANTS.contains(keyword) && !MEANINGFUL.contains(before);
    }
}
