package io.dbvitals.instrumentation.sql;

/**
 * Makes the pattern of a statement: values become question marks, lists and rows of equal shape become one, comments
 * and layout go, keywords are written in capitals, names stay. Statements that differ in nothing else have one pattern,
 * and the pattern of a pattern is itself. Any text has a pattern: a quote that is never closed hides the rest. The time
 * grows with the length of the text and with nothing else.
 */
public final class SqlNormalizer {
    /** Ends a pattern that had to be cut. */
    private static final String CUT = " ...";

    private final Dialect dialect;
    private final int longest;

    private SqlNormalizer(Dialect dialect, int longest) {
        if (longest < 32) {
            throw new IllegalArgumentException("a pattern needs room for at least 32 characters, not " + longest);
        }
        this.dialect = dialect;
        this.longest = longest;
    }

    /**
     * For statements in a dialect.
     *
     * @param longest how many characters a pattern may have, at least 32; a longer one is cut between two words
     * @throws IllegalArgumentException if fewer are asked for
     */
    public static SqlNormalizer of(Dialect dialect, int longest) {
        return new SqlNormalizer(dialect, longest);
    }

    /** The pattern of a statement, or of several with semicolons between them. */
    public SqlPattern normalize(String sql) {
        Lexer lexer = new Lexer(sql, dialect);
        StringBuilder pattern = new StringBuilder(Math.min(sql.length() + 16, longest));
        Lists lists = new Lists();
        Operations operations = new Operations();
        int cut = 0;
        Token written = Token.END;
        boolean afterKeyword = false;
        for (Token token = lexer.next(); token != Token.END; token = lexer.next()) {
            if (token == Token.TEXT && lexer.previous() == Token.TEXT) {
                continue;
            }
            lists.meet(token);
            boolean endsElement = token == Token.COMMA || token == Token.CLOSE || token == Token.CLOSE_ARRAY;
            if (endsElement) {
                lists.endElement(pattern);
                cut = Math.min(cut, pattern.length());
            }
            if (Spacing.isBetween(written, afterKeyword, token, sql, lexer.start(), lexer.end())) {
                pattern.append(' ');
            }
            if (!endsElement) {
                lists.write(pattern.length());
            }
            write(token, lexer, sql, pattern);
            switch (token) {
                case OPEN -> lists.open(lexer.keywordBefore().equals("IN"));
                case OPEN_ARRAY -> lists.open(true);
                case CLOSE, CLOSE_ARRAY -> lists.close(pattern);
                case WORD -> {
                    operations.word(lexer.keyword(), lists.depth());
                    if (lexer.keyword().equals("VALUES")) {
                        lists.rows();
                    }
                }
                default -> {}
            }
            written = token;
            afterKeyword = token == Token.WORD && !lexer.keyword().isEmpty();
            cut = pattern.length() <= longest - CUT.length() ? pattern.length() : Math.min(cut, pattern.length());
        }
        return new SqlPattern(text(pattern, cut), operations.found());
    }

    private static void write(Token token, Lexer lexer, String sql, StringBuilder pattern) {
        if (token.isValue()) {
            pattern.append('?');
        } else if (!lexer.keyword().isEmpty()) {
            pattern.append(lexer.keyword());
        } else if (token == Token.NAME) {
            for (int i = lexer.start(); i < lexer.end(); i++) {
                char c = sql.charAt(i);
                pattern.append(Characters.isBlank(c) ? ' ' : c);
            }
        } else {
            pattern.append(sql, lexer.start(), lexer.end());
        }
    }

    private String text(StringBuilder pattern, int cut) {
        int end = pattern.length();
        while (end > 0 && (pattern.charAt(end - 1) == ';' || pattern.charAt(end - 1) == ' ')) {
            end--;
        }
        if (end <= longest) {
            return pattern.substring(0, end);
        }
        return (pattern.substring(0, cut) + CUT).stripLeading();
    }
}
