package io.dbvitals.instrumentation.sql;

/** Finds the ends of what is quoted; what never ends reaches to the end of the statement. */
final class Quotes {
    private final String sql;
    private final Dialect dialect;
    /** Up to here no bracket has a quote in it; without it many open brackets would be searched again and again. */
    private int bracketsSure;

    Quotes(String sql, Dialect dialect) {
        this.sql = sql;
        this.dialect = dialect;
    }

    /**
     * The index behind a quoted text that opens at {@code open}; the doubled quote is a character of the text.
     *
     * @return {@code -1} if it never ends
     */
    int closed(int open, boolean backslashes) {
        char quote = sql.charAt(open);
        for (int i = open + 1; i < sql.length(); i++) {
            char c = sql.charAt(i);
            if (c == '\\' && (backslashes || (dialect.wary() && at(i + 1) == quote))) {
                if (dialect.wary()) {
                    return -1;
                }
                i++;
            } else if (c == quote) {
                if (at(i + 1) != quote) {
                    return i + 1;
                }
                i++;
            }
        }
        return -1;
    }

    /** The index behind a literal, with the pieces that go on behind a line break as the standard has it. */
    int literal(int open, boolean backslashes) {
        int end = closed(open, backslashes);
        while (end >= 0 && continuation(end) >= 0) {
            end = closed(continuation(end), backslashes);
        }
        return end < 0 ? sql.length() : end;
    }

    private int continuation(int from) {
        boolean lineBreak = false;
        int i = from;
        while (i < sql.length()) {
            char c = sql.charAt(i);
            if (c == '\n' || c == '\r') {
                lineBreak = true;
                i++;
            } else if (Characters.isBlank(c)) {
                i++;
            } else if (lineBreak && sql.startsWith("--", i) && !dialect.hashComments()) {
                i = lineEnd(i);
            } else {
                return lineBreak && c == '\'' ? i : -1;
            }
        }
        return -1;
    }

    /** The index behind a literal between two equal tags of dollars that opens at {@code open}, or -1 if none does. */
    int dollars(int open) {
        int tag = open + 1;
        while (tag < sql.length()
                && Characters.isWord(sql.charAt(tag))
                && sql.charAt(tag) != '$'
                && (tag > open + 1 || !Characters.isDigit(sql.charAt(tag)))) {
            tag++;
        }
        if (tag >= sql.length() || sql.charAt(tag) != '$') {
            return -1;
        }
        int close = sql.indexOf(sql.substring(open, tag + 1), tag + 1);
        return close < 0 ? sql.length() : close + tag + 1 - open;
    }

    /** The index behind a literal of Oracle's kind whose quote, behind the letter q, is at {@code open}. */
    int alternative(int open) {
        if (open + 1 >= sql.length()) {
            return sql.length();
        }
        char first = sql.charAt(open + 1);
        int pair = "[{(<".indexOf(first);
        char last = pair < 0 ? first : "]})>".charAt(pair);
        int close = sql.indexOf(last + "'", open + 2);
        return close < 0 ? sql.length() : close + 2;
    }

    /** The index of the quote that makes the word between the two indexes the mark of a literal, or -1. */
    int marked(int start, int end) {
        char first = Character.toLowerCase(sql.charAt(start));
        if (at(end) == '\'') {
            boolean mark = end - start == 1 ? isMark(first) : end - start == 2 && isNationalQ(start);
            return mark || (dialect.hashComments() && first == '_') ? end : -1;
        }
        if (end - start == 1 && first == 'u' && at(end) == '&' && at(end + 1) == '\'') {
            return end + 1;
        }
        if (dialect.hashComments() && first == '_') {
            int quote = end;
            while (Characters.isBlank(at(quote)) && quote < sql.length()) {
                quote++;
            }
            return at(quote) == '\'' || (at(quote) == '"' && dialect.doubleQuotedLiterals()) ? quote : -1;
        }
        return -1;
    }

    private boolean isMark(char letter) {
        return "ebxn".indexOf(letter) >= 0 || (letter == 'q' && dialect.alternativeQuotes());
    }

    private boolean isNationalQ(int start) {
        return Character.toLowerCase(sql.charAt(start)) == 'n' && Character.toLowerCase(sql.charAt(start + 1)) == 'q';
    }

    /** The index behind the literal whose mark is the word at {@code start} and whose quote is at {@code quote}. */
    int literalOf(int start, int quote) {
        char mark = Character.toLowerCase(sql.charAt(start));
        boolean alternative = mark == 'q' || (mark == 'n' && quote - start == 2);
        if (alternative && dialect.alternativeQuotes()) {
            return dialect.wary() ? sql.length() : alternative(quote);
        }
        return literal(quote, dialect.backslashes() || (mark == 'e' && dialect.escapeMarks()));
    }

    /**
     * The index behind a comment that opens with a slash and a star. What MySQL runs although it stands in a comment
     * is left out too; where a quote makes its end unsure, so is the rest of the statement.
     */
    int comment(int open) {
        if (dialect.hashComments() && (at(open + 2) == '!' || (at(open + 2) == 'M' && at(open + 3) == '!'))) {
            int close = sql.indexOf("*/", open + 2);
            return close < 0 || anyOf("'\"`#-/", open + 2, close) ? sql.length() : close + 2;
        }
        int depth = 1;
        int i = open + 2;
        while (i < sql.length()) {
            if (sql.startsWith("*/", i)) {
                i += 2;
                if (--depth == 0) {
                    return i;
                }
            } else if (dialect.nestedComments() && sql.startsWith("/*", i)) {
                if (dialect.wary()) {
                    return sql.length();
                }
                depth++;
                i += 2;
            } else {
                i++;
            }
        }
        return sql.length();
    }

    /** Whether SQL Server would take the brackets that open here for those of a name, and others would not. */
    boolean isBracketUnsure(int open) {
        if (!dialect.alternativeQuotes() || open < bracketsSure) {
            return false;
        }
        int close = sql.indexOf(']', open);
        bracketsSure = close < 0 ? sql.length() : close;
        return anyOf("'\"`", open, bracketsSure);
    }

    boolean anyOf(String characters, int from, int to) {
        for (int i = from; i < to; i++) {
            if (characters.indexOf(sql.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }

    int lineEnd(int from) {
        int i = from;
        while (i < sql.length() && sql.charAt(i) != '\n' && sql.charAt(i) != '\r') {
            i++;
        }
        return i;
    }

    char at(int index) {
        return index < sql.length() ? sql.charAt(index) : 0;
    }
}
