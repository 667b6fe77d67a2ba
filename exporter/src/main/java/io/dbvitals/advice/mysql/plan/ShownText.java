package io.dbvitals.advice.mysql.plan;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Conditions of plans as they may be shown. Servers write values into them without escaping quotes, values of rows among them, so
 * that no reading of the text alone tells where a value ends. What is shown are therefore names that are known from elsewhere and
 * keywords; a condition in which anything else stands, or in which values stand where none can, is not shown at all.
 */
final class ShownText {
    static final String HIDDEN = "(not shown)";

    /** What servers write for functions and operators that a statement has otherwise. */
    private static final Set<String> WRITTEN = Set.of(
            "lcase",
            "ucase",
            "cast",
            "char",
            "char_length",
            "octet_length",
            "substr",
            "concat",
            "convert",
            "coalesce",
            "ifnull",
            "if",
            "nullif",
            "year",
            "month",
            "dayofmonth",
            "hour",
            "minute",
            "second",
            "microsecond",
            "day",
            "week",
            "quarter",
            "to_days",
            "signed",
            "unsigned",
            "decimal",
            "datetime",
            "charset",
            "utf8mb3",
            "utf8mb4",
            "latin1",
            "rand",
            "count",
            "sum",
            "avg",
            "min",
            "max",
            "desc",
            "asc",
            "distinct",
            "trigcond",
            "multiple",
            "equal",
            "json_extract",
            "json_unquote",
            "rownum");

    private static final Set<String> SIGNS = Set.of(
            "(", ")", ",", ".", "=", "<=>", "<", "<=", ">", ">=", "<>", "!=", "+", "-", "*", "/", "%", "!", "||", "&",
            "|");

    private ShownText() {}

    /** {@code names} in lower case: of the tables, columns and functions that may stand there. */
    static String of(String condition, Set<String> names) {
        List<Token> tokens = Token.of(condition);
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            boolean afterValue = i > 0 && tokens.get(i - 1).literal();
            boolean joins = token.is("(") || token.is("!") || token.is(".") || token.literal() || name(token);
            if (!known(token, names) || (afterValue && joins)) {
                return HIDDEN;
            }
        }
        return Token.redacted(condition);
    }

    private static boolean name(Token token) {
        return token.nameable() && !WRITTEN.contains(token.text().toLowerCase(Locale.ROOT));
    }

    private static boolean known(Token token, Set<String> names) {
        String text = token.text().toLowerCase(Locale.ROOT);
        return switch (token.kind()) {
            case NUMBER, STRING -> true;
            case SIGN -> SIGNS.contains(text) || text.length() > 2;
            case NAME -> names.contains(text);
            case WORD ->
                names.contains(text)
                        || Keywords.CONDITION.contains(text)
                        || WRITTEN.contains(text)
                        || text.matches("subquery#\\d+");
        };
    }
}
