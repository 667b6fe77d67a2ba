package io.dbvitals.advice.postgres.text;

import io.dbvitals.advice.postgres.text.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Divides a statement into its tokens; comments and blanks are none. A text that ends early ends its last token. */
final class Tokens {
    private final String sql;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Tokens(String sql) {
        this.sql = sql;
    }

    static List<Token> of(String sql) {
        Tokens tokens = new Tokens(sql);
        while (tokens.at < sql.length()) {
            tokens.next();
        }
        return tokens.tokens;
    }

    private void next() {
        char c = sql.charAt(at);
        if (Character.isWhitespace(c)) {
            at++;
        } else if (sql.startsWith("--", at)) {
            int end = sql.indexOf('\n', at);
            at = end < 0 ? sql.length() : end;
        } else if (sql.startsWith("/*", at)) {
            comment();
        } else if (c == '\'') {
            add(Kind.LITERAL, quoted(at + 1, '\'', false));
        } else if (c == '"') {
            add(Kind.QUOTED, quoted(at + 1, '"', false));
        } else if (c == '$') {
            dollar();
        } else if (digitAt(at) || (c == '.' && digitAt(at + 1))) {
            add(Kind.NUMBER, number());
        } else if (startsWord(c)) {
            word();
        } else {
            add(Kind.SIGN, at + 1);
        }
    }

    private void word() {
        int end = wordEnd(at);
        String prefix = sql.substring(at, end);
        boolean quote = end < sql.length() && sql.charAt(end) == '\'';
        if (quote && prefix.matches("(?i)[ebxn]")) {
            add(Kind.LITERAL, quoted(end + 1, '\'', prefix.equalsIgnoreCase("e")));
        } else if (prefix.equalsIgnoreCase("u") && sql.startsWith("&'", end)) {
            add(Kind.LITERAL, quoted(end + 2, '\'', false));
        } else {
            add(Kind.WORD, end);
        }
    }

    private void dollar() {
        if (digitAt(at + 1)) {
            int end = at + 1;
            while (digitAt(end)) {
                end++;
            }
            add(Kind.PARAMETER, end);
            return;
        }
        int tag = at + 1;
        if (tag < sql.length() && startsWord(sql.charAt(tag))) {
            while (tag < sql.length() && isWord(sql.charAt(tag)) && sql.charAt(tag) != '$') {
                tag++;
            }
        }
        if (tag < sql.length() && sql.charAt(tag) == '$') {
            String mark = sql.substring(at, tag + 1);
            int end = sql.indexOf(mark, tag + 1);
            add(Kind.LITERAL, end < 0 ? sql.length() : end + mark.length());
        } else {
            add(Kind.SIGN, at + 1);
        }
    }

    private int number() {
        int end = at;
        while (end < sql.length()
                && (isWord(sql.charAt(end))
                        || sql.charAt(end) == '.'
                        || ("+-".indexOf(sql.charAt(end)) >= 0
                                && "eE".indexOf(sql.charAt(end - 1)) >= 0
                                && digitAt(end + 1)))) {
            end++;
        }
        return end;
    }

    private int quoted(int from, char quote, boolean backslash) {
        int end = from;
        while (end < sql.length()) {
            char c = sql.charAt(end);
            if (c == '\\' && backslash) {
                end++;
            } else if (c == quote) {
                if (end + 1 >= sql.length() || sql.charAt(end + 1) != quote) {
                    return end + 1;
                }
                end++;
            }
            end++;
        }
        return sql.length();
    }

    private void comment() {
        int depth = 0;
        do {
            if (sql.startsWith("/*", at)) {
                depth++;
                at += 2;
            } else if (sql.startsWith("*/", at)) {
                depth--;
                at += 2;
            } else {
                at++;
            }
        } while (depth > 0 && at < sql.length());
    }

    private int wordEnd(int from) {
        int end = from;
        while (end < sql.length() && isWord(sql.charAt(end))) {
            end++;
        }
        return end;
    }

    private boolean digitAt(int index) {
        return index < sql.length() && sql.charAt(index) >= '0' && sql.charAt(index) <= '9';
    }

    private static boolean startsWord(char c) {
        return Character.isLetter(c) || c == '_' || c >= 0x80;
    }

    private static boolean isWord(char c) {
        return startsWord(c) || (c >= '0' && c <= '9') || c == '$';
    }

    private void add(Kind kind, int end) {
        tokens.add(new Token(kind, sql.substring(at, end), at, end));
        at = end;
    }
}
