package io.dbvitals.instrumentation.sql;

/** What a piece of SQL is, as far as a pattern cares. */
enum Token {
    /** Nothing is left. */
    END,
    /** A keyword or a name without quotes. */
    WORD,
    /** A name in quotes. */
    NAME,
    /** A literal in quotes of any kind, whole or cut off by the end of the statement. */
    TEXT,
    /** A number, with its sign where it has one of its own. */
    NUMBER,
    /** A place that the application fills: {@code ?}, {@code $1}, {@code :name}. */
    PLACE,
    OPERATOR,
    OPEN,
    CLOSE,
    OPEN_ARRAY,
    CLOSE_ARRAY,
    COMMA,
    SEMICOLON,
    DOT,
    /** PostgreSQL's {@code ::}. */
    CAST,
    /** Three dots: the end of a pattern that was too long. */
    ELLIPSIS;

    /** Whether it stands for a value and is written as a question mark. */
    boolean isValue() {
        return this == TEXT || this == NUMBER || this == PLACE;
    }

    /** Whether a plus or minus between it and a number joins two operands instead of being the number's sign. */
    boolean isOperand() {
        return isValue() || this == NAME || this == CLOSE || this == CLOSE_ARRAY;
    }
}
