package io.dbvitals.advice.postgres.text;

import io.dbvitals.advice.postgres.text.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one part of a condition compares: a column as it is, or an expression on it.
 *
 * @param alias of the table, as plans write it with VERBOSE
 * @param function around the column; empty for none, {@code ::} for a cast
 * @param type that it is cast to; empty for none
 * @param left of the comparison, as it is written
 * @param operator {@code =} for equality, {@code <} for a range, else as it is written
 */
public record Term(String alias, String column, String function, String type, String left, String operator) {
    /** The parts of a condition that all must hold. What is of another form is left out. */
    public static List<Term> of(String condition) {
        List<Term> terms = new ArrayList<>();
        for (List<Token> part : parts(stripped(Tokens.of(condition)))) {
            List<Token> inner = stripped(part);
            of(inner, condition).ifPresent(terms::add);
            of(turned(inner), condition).ifPresent(terms::add);
        }
        return terms;
    }

    /** Whether it compares the column as it is. */
    public boolean plain() {
        return function.isEmpty();
    }

    /** {@code b.y = a.x} for {@code a.x = b.y}; nothing for other forms. */
    private static List<Token> turned(List<Token> part) {
        boolean columns = part.size() == 7
                && part.get(1).is(".")
                && part.get(3).is("=")
                && part.get(5).is(".");
        if (!columns) {
            return List.of();
        }
        List<Token> turned = new ArrayList<>(part.subList(4, 7));
        turned.addAll(part.subList(3, 4));
        turned.addAll(part.subList(0, 3));
        return turned;
    }

    private static Optional<Term> of(List<Token> part, String condition) {
        int sign = comparison(part);
        if (sign <= 0) {
            return Optional.empty();
        }
        List<Token> left = part.subList(0, sign);
        String text = condition.substring(
                left.get(0).start(), left.get(left.size() - 1).end());
        String operator = operator(part, sign);
        if (left.size() == 3 && left.get(1).is(".")) {
            return Optional.of(new Term(left.get(0).name(), left.get(2).name(), "", "", text, operator));
        }
        Optional<List<Token>> column = column(left);
        if (column.isEmpty()) {
            return Optional.empty();
        }
        int close = closing(left);
        boolean cast = left.get(0).is("(")
                && close + 3 < left.size()
                && left.get(close + 1).is(":");
        boolean call = left.get(0).kind() == Kind.WORD && left.get(1).is("(");
        String function = cast ? "::" : call ? left.get(0).text() : "+";
        String type = cast
                ? condition.substring(
                        left.get(close + 3).start(), left.get(left.size() - 1).end())
                : "";
        return Optional.of(
                new Term(column.get().get(0).name(), column.get().get(2).name(), function, type, text, operator));
    }

    /** The only column that is in the tokens. */
    private static Optional<List<Token>> column(List<Token> tokens) {
        Optional<List<Token>> found = Optional.empty();
        for (int i = 0; i + 2 < tokens.size(); i++) {
            boolean name = !tokens.get(i).name().isEmpty()
                    && tokens.get(i + 1).is(".")
                    && !tokens.get(i + 2).name().isEmpty();
            if (name && found.isPresent()) {
                return Optional.empty();
            }
            if (name) {
                found = Optional.of(tokens.subList(i, i + 3));
            }
        }
        return found;
    }

    private static String operator(List<Token> part, int sign) {
        StringBuilder operator = new StringBuilder();
        for (int i = sign;
                i < part.size()
                        && part.get(i).kind() == Kind.SIGN
                        && !part.get(i).is("(");
                i++) {
            operator.append(part.get(i).text());
        }
        return switch (operator.toString()) {
            case "=" -> "=";
            case "<", ">", "<=", ">=" -> "<";
            default -> operator.toString();
        };
    }

    /** Where the sign of the comparison is. */
    private static int comparison(List<Token> part) {
        int depth = 0;
        for (int i = 0; i < part.size(); i++) {
            Token token = part.get(i);
            depth += token.is("(") || token.is("[") ? 1 : token.is(")") || token.is("]") ? -1 : 0;
            if (depth == 0 && token.kind() == Kind.SIGN && "<>=~!@".contains(token.text())) {
                return i;
            }
        }
        return -1;
    }

    private static List<List<Token>> parts(List<Token> tokens) {
        List<List<Token>> parts = new ArrayList<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i < tokens.size(); i++) {
            depth += tokens.get(i).is("(") ? 1 : tokens.get(i).is(")") ? -1 : 0;
            if (depth == 0 && tokens.get(i).is("and")) {
                parts.add(tokens.subList(start, i));
                start = i + 1;
            }
        }
        parts.add(tokens.subList(start, tokens.size()));
        return parts;
    }

    /** Without the brackets around all of it. */
    private static List<Token> stripped(List<Token> tokens) {
        List<Token> inner = tokens;
        while (inner.size() > 2 && inner.get(0).is("(") && closing(inner) == inner.size() - 1) {
            inner = inner.subList(1, inner.size() - 1);
        }
        return inner;
    }

    private static int closing(List<Token> tokens) {
        int depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            depth += tokens.get(i).is("(") ? 1 : tokens.get(i).is(")") ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }
}
