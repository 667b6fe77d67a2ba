package io.dbvitals.instrumentation.sql;

import java.util.ArrayList;
import java.util.List;

/** Writes a value as each kind of literal that a dialect has, escaped as its server wants it. */
final class Literals {
    private Literals() {}

    static List<String> kinds(Dialect dialect) {
        List<String> kinds = new ArrayList<>(List.of("'", "N'"));
        if (dialect.doubleQuotedLiterals()) {
            kinds.add("\"");
        }
        if (dialect.escapeMarks()) {
            kinds.addAll(List.of("E'", "U&'", "$tag$", "$$"));
        }
        if (dialect.alternativeQuotes() && !dialect.wary()) {
            kinds.addAll(List.of("q'[", "nq'!"));
        }
        if (dialect.hashComments() && !dialect.wary()) {
            kinds.addAll(List.of("_utf8'", "_utf8mb4 '"));
        }
        return kinds;
    }

    static String of(String kind, String value, Dialect dialect) {
        return switch (kind) {
            case "$tag$", "$$" -> kind + value.replace("$", "") + kind;
            case "q'[" -> kind + value.replace("]", "") + "]'";
            case "nq'!" -> kind + value.replace("!", "") + "!'";
            case "\"" -> kind + escaped(value, dialect.backslashes()).replace("\"", "\"\"") + "\"";
            case "E'" -> kind + escaped(value, true).replace("'", "\\'") + "'";
            default -> kind + escaped(value, dialect.backslashes()).replace("'", "''") + "'";
        };
    }

    /** Pieces of statements without a secret in which nothing stays open. */
    static List<String> code(Dialect dialect) {
        List<String> code = new ArrayList<>(List.of(
                "SELECT",
                "a,",
                "b =",
                "t.c",
                "(",
                ")",
                "IN (",
                ",",
                "VALUES (",
                "1",
                "-1",
                "?",
                "/* it's */",
                "-- it's\n",
                "a <> 2",
                "*",
                "||",
                ";",
                "NOT",
                "x -",
                "[1]"));
        if (dialect.hashComments()) {
            code.addAll(List.of("# it's\n", "`it's`", "1-", "@v :="));
        }
        if (!dialect.doubleQuotedLiterals()) {
            code.addAll(List.of("\"it's\"", "\"a\"\"b\""));
        }
        if (dialect.escapeMarks()) {
            code.addAll(List.of("::text", "??", "$1", "a$b", "/* /* ' */ */", "->>", "`"));
        }
        return code;
    }

    private static String escaped(String value, boolean backslashes) {
        return backslashes ? value.replace("\\", "\\\\") : value;
    }
}
