package io.dbvitals.instrumentation.sql;

/** Where a pattern has blanks, whatever the statement had: never where that would make another token of two. */
final class Spacing {
    private Spacing() {}

    static boolean isBetween(Token left, boolean keyword, Token right, String sql, int start, int end) {
        return switch (right) {
            case COMMA, CLOSE, CLOSE_ARRAY, SEMICOLON -> false;
            case ELLIPSIS -> left != Token.END;
            case OPEN -> left != Token.END && !opens(left) && !(isNamed(left) && !keyword) && left != Token.CAST;
            case OPEN_ARRAY -> left != Token.END && left != Token.DOT && !opens(left) && !isOperand(left);
            case DOT -> left != Token.END && !isOperand(left) && !opens(left);
            case CAST -> left != Token.END && !isOperand(left) && !opens(left);
            default -> isBefore(left, right, end - start == 1 && sql.charAt(start) == '*');
        };
    }

    /** {@code star}: the one that stands for all columns; an operator that only begins with one keeps its distance. */
    private static boolean isBefore(Token left, Token right, boolean star) {
        return switch (left) {
            case END, OPEN, OPEN_ARRAY -> false;
            case DOT -> !isNamed(right) && !(right == Token.OPERATOR && star);
            case CAST -> !isNamed(right);
            default -> true;
        };
    }

    private static boolean opens(Token token) {
        return token == Token.OPEN || token == Token.OPEN_ARRAY;
    }

    private static boolean isNamed(Token token) {
        return token == Token.WORD || token == Token.NAME;
    }

    private static boolean isOperand(Token token) {
        return isNamed(token) || token.isValue() || token == Token.CLOSE || token == Token.CLOSE_ARRAY;
    }
}
