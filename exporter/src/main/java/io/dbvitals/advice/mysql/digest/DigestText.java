package io.dbvitals.advice.mysql.digest;

import io.dbvitals.advice.mysql.plan.Token;
import java.util.Locale;
import java.util.Set;

/** Makes the text of a digest readable: the server puts blanks around everything and backticks around most names. */
public final class DigestText {
    /** Before a bracket that is not that of a function. */
    private static final Set<String> APART = Set.of(
            "in", "and", "or", "not", "from", "join", "on", "where", "select", "values", "value", "exists", "union",
            "all", "any", "as", "by", "set", "using", "between", "into", "having", "when", "then", "else", "over",
            "key", "index", ",", "=", "<", ">", "<>", "<=", ">=", "!=", "+", "-", "*", "/", "%");

    private DigestText() {}

    /** {@code SELECT o.id FROM orders o WHERE o.id IN (...)}; should the server have left literals, they become question marks. */
    public static String tidy(String text) {
        StringBuilder out = new StringBuilder();
        String last = "(";
        for (Token token : Token.of(text)) {
            if (!(last.equals("(") || last.equals(".") || token.is(")") || token.is(",") || token.is("."))
                    && !(token.is("(") && !APART.contains(last.toLowerCase(Locale.ROOT)))) {
                out.append(' ');
            }
            if (token.is(".") && last.equals(",")) {
                out.append(' ');
            }
            last = written(token);
            out.append(last);
        }
        return out.toString();
    }

    private static String written(Token token) {
        return switch (token.kind()) {
            case NUMBER, STRING -> "?";
            case NAME ->
                token.text().matches("[A-Za-z_][A-Za-z0-9_$]*")
                        ? token.text()
                        : "`" + token.text().replace("`", "``") + "`";
            default -> token.text();
        };
    }
}
