package io.dbvitals.instrumentation.sql;

/** What a character is in SQL; everything beyond ASCII may be part of a name. */
final class Characters {
    private static final String OPERATORS = "+-*/<>=~!@#%^&|`";

    private Characters() {}

    static boolean isBlank(char c) {
        return c <= ' ' || c == 0x7f;
    }

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isWordStart(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
    }

    static boolean isWord(char c) {
        return isWordStart(c) || isDigit(c) || c == '$';
    }

    static boolean isOperator(char c) {
        return OPERATORS.indexOf(c) >= 0;
    }
}
