package io.dbvitals.instrumentation.sql;

/** Cuts a statement into tokens in one pass; it takes any text and looks at each character a bounded number of times. */
final class Lexer {
    private final String sql;
    private final Dialect dialect;
    private final Quotes quotes;
    private Token previous = Token.SEMICOLON;
    private Token token = Token.SEMICOLON;
    private String keyword = "";
    private String before = "";
    private int start;
    private int end;

    Lexer(String sql, Dialect dialect) {
        this.sql = sql;
        this.dialect = dialect;
        this.quotes = new Quotes(sql, dialect);
    }

    /** The next token, or {@link Token#END}, then and for ever. */
    Token next() {
        previous = token;
        before = keyword;
        keyword = "";
        skipBlanks();
        if (start >= sql.length()) {
            end = start;
            token = Token.END;
            return token;
        }
        token = read(sql.charAt(start));
        return token;
    }

    /** The token in front of the last one; at the beginning something that is no operand. */
    Token previous() {
        return previous;
    }

    /** The last token in capitals if it is a keyword, else empty. */
    String keyword() {
        return keyword;
    }

    /** The token in front of the last one, in capitals if it is a keyword, else empty. */
    String keywordBefore() {
        return before;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }

    private void skipBlanks() {
        start = end;
        while (start < sql.length()) {
            char c = sql.charAt(start);
            if (Characters.isBlank(c)) {
                start++;
            } else if (c == '/' && quotes.at(start + 1) == '*') {
                start = quotes.comment(start);
            } else if (c == '#' ? dialect.hashComments() : c == '-' && quotes.at(start + 1) == '-' && isComment()) {
                start = dialect.wary() && isUnsure(c) ? sql.length() : quotes.lineEnd(start);
            } else {
                return;
            }
        }
    }

    private boolean isComment() {
        return dialect.wary()
                || !dialect.hashComments()
                || start + 2 >= sql.length()
                || Characters.isBlank(sql.charAt(start + 2));
    }

    private boolean isUnsure(char c) {
        return c == '#' || (start + 2 < sql.length() && !Characters.isBlank(sql.charAt(start + 2)));
    }

    private Token read(char c) {
        end = start + 1;
        if (Characters.isWordStart(c) || (c == '@' && dialect.atNames() && isWordAt(start + 1))) {
            return word();
        }
        if (Characters.isDigit(c) || (c == '.' && Characters.isDigit(quotes.at(end)) && previous != Token.DOT)) {
            return number(start);
        }
        return switch (c) {
            case '\'' -> literal(quotes.literal(start, dialect.backslashes()));
            case '"' -> dialect.doubleQuotedLiterals() ? literal(closed()) : name();
            case '`' -> dialect.hashComments() ? backquoted() : operator(c);
            case '$' -> dollar();
            case '?' -> question();
            case ':' -> colon();
            case '(' -> Token.OPEN;
            case ')' -> Token.CLOSE;
            case '[' -> quotes.isBracketUnsure(start) ? literal(sql.length()) : Token.OPEN_ARRAY;
            case ']' -> Token.CLOSE_ARRAY;
            case ',' -> Token.COMMA;
            case ';' -> Token.SEMICOLON;
            case '.' -> dot();
            default -> operator(c);
        };
    }

    private boolean isWordAt(int index) {
        return Characters.isWordStart(quotes.at(quotes.at(index) == '@' ? index + 1 : index));
    }

    private Token word() {
        while (end < sql.length() && (Characters.isWord(sql.charAt(end)) || (end == start + 1 && isSecondAt()))) {
            end++;
        }
        int quote = quotes.marked(start, end);
        if (quote >= 0) {
            return literal(quotes.literalOf(start, quote));
        }
        if (end - start == 1 && quotes.at(end) == '&' && quotes.at(end + 1) == '"' && (sql.charAt(start) | 32) == 'u') {
            end = quotes.closed(end + 1, false);
            return end < 0 ? literal(sql.length()) : Token.NAME;
        }
        keyword = Keywords.capitals(sql, start, end);
        boolean listed = previous == Token.OPEN || previous == Token.COMMA;
        boolean value = Keywords.isValue(keyword, before) || (listed && keyword.equals("DEFAULT"));
        return value ? Token.NUMBER : Token.WORD;
    }

    private boolean isSecondAt() {
        return sql.charAt(start) == '@' && sql.charAt(end) == '@';
    }

    private Token literal(int behind) {
        end = behind;
        return Token.TEXT;
    }

    private int closed() {
        int close = quotes.closed(start, dialect.backslashes());
        return close < 0 ? sql.length() : close;
    }

    private Token name() {
        int close = quotes.closed(start, false);
        end = close < 0 ? sql.length() : close;
        return close < 0 ? Token.TEXT : Token.NAME;
    }

    private Token backquoted() {
        boolean unsure = dialect.wary() && quotes.anyOf("'\"", start, Math.max(start, sql.indexOf('`', start + 1)));
        return unsure ? literal(sql.length()) : name();
    }

    /** What sticks to the digits belongs to them, so that no part of an odd number is shown. */
    private Token number(int digits) {
        end = digits;
        boolean hexadecimal = quotes.at(end) == '0' && (quotes.at(end + 1) | 32) == 'x';
        while (end < sql.length()) {
            char c = sql.charAt(end);
            boolean exponentSign =
                    (c == '+' || c == '-') && !hexadecimal && end > digits && (sql.charAt(end - 1) | 32) == 'e';
            if (!Characters.isWord(c) && c != '.' && !exponentSign) {
                break;
            }
            end++;
        }
        return Token.NUMBER;
    }

    private Token dollar() {
        while (Characters.isDigit(quotes.at(end))) {
            end++;
        }
        if (end > start + 1) {
            return Token.PLACE;
        }
        int behind = dialect.dollarQuotes() ? quotes.dollars(start) : -1;
        return behind < 0 ? Token.OPERATOR : literal(dialect.wary() ? sql.length() : behind);
    }

    /** The driver of PostgreSQL has an operator's question mark doubled. */
    private Token question() {
        if (quotes.at(end) == '?') {
            end++;
            return Token.OPERATOR;
        }
        return Token.PLACE;
    }

    private Token colon() {
        if (quotes.at(end) == ':') {
            end++;
            return Token.CAST;
        }
        if (quotes.at(end) == '=') {
            end++;
            return Token.OPERATOR;
        }
        while (Characters.isWord(quotes.at(end))) {
            end++;
        }
        return end > start + 1 ? Token.PLACE : Token.OPERATOR;
    }

    private Token dot() {
        if (sql.startsWith("...", start)) {
            end = start + 3;
            return Token.ELLIPSIS;
        }
        return Token.DOT;
    }

    private Token operator(char c) {
        if (isSign(c)) {
            int digits = end;
            while (digits < sql.length() && Characters.isBlank(sql.charAt(digits))) {
                digits++;
            }
            if (!isOperandBefore() && isNumberAt(digits)) {
                return number(digits);
            }
        }
        while (Characters.isOperator(sql.charAt(end - 1)) && joins(end)) {
            end++;
        }
        return Token.OPERATOR;
    }

    private boolean isOperandBefore() {
        return previous.isOperand() || (previous == Token.WORD && before.isEmpty());
    }

    private boolean isNumberAt(int index) {
        return Characters.isDigit(quotes.at(index))
                || (quotes.at(index) == '.' && Characters.isDigit(quotes.at(index + 1)));
    }

    /**
     * Whether the character belongs to the operator in front of it. A sign does only in the middle of one, and what
     * printed apart would begin a comment does not: a pattern is read again as it was written.
     */
    private boolean joins(int index) {
        char c = quotes.at(index);
        if (isSign(c)) {
            return !isSign(quotes.at(index + 1)) && joins(index + 1);
        }
        return Characters.isOperator(c)
                && c != '`'
                && !(c == '/' && quotes.at(index + 1) == '*')
                && !(c == '*' && quotes.at(index - 1) == '/')
                && !(c == '#' && dialect.hashComments())
                && !(c == '@' && dialect.atNames() && isWordAt(index + 1));
    }

    private static boolean isSign(char c) {
        return c == '+' || c == '-';
    }
}
