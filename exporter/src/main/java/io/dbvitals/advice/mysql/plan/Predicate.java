package io.dbvitals.advice.mysql.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a condition of a plan says of one column.
 *
 * @param table as the plan calls it: its alias, if it has one
 * @param function that the column stands in, which keeps an index on it from being used
 * @param numeric whether it is compared with a number that was written as one
 */
public record Predicate(String table, String column, Kind kind, Optional<String> function, boolean numeric) {
    /** How an index serves it. */
    public enum Kind {
        EQUALITY,
        RANGE,
        /** Not at all: a pattern that begins with a wildcard. */
        PATTERN,
        /** Not at all, as {@code <>}. */
        OTHER
    }

    private static final Set<String> EQUAL = Set.of("=", "<=>", "in", "is");
    private static final Set<String> COMPARED = Set.of("<", "<=", ">", ">=", "between");
    private static final Set<String> ARITHMETIC = Set.of("+", "-", "*", "/", "%", "div", "mod", "||", "&", "|", "^");

    /** All of a condition, in the order in which they stand there. */
    public static List<Predicate> of(String condition) {
        List<Token> tokens = Token.of(condition);
        List<Predicate> predicates = new ArrayList<>();
        Deque<String> functions = new ArrayDeque<>();
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.is("(")) {
                functions.push(
                        i > 0 && tokens.get(i - 1).nameable()
                                ? tokens.get(i - 1).text()
                                : "");
            } else if (token.is(")")) {
                functions.poll();
            } else if (token.nameable()) {
                int end = i;
                while (end + 2 < tokens.size()
                        && tokens.get(end + 1).is(".")
                        && tokens.get(end + 2).text().matches("(?s)[\\p{L}\\p{N}_$].*")) {
                    end += 2;
                }
                if (end > i) {
                    predicates.add(of(tokens, i, end, functions));
                }
                i = end;
            }
        }
        return predicates;
    }

    private static Predicate of(List<Token> tokens, int start, int end, Deque<String> functions) {
        String before = start > 0 ? word(tokens, start - 1) : "";
        String after = word(tokens, end + 1);
        Optional<String> function =
                functions.stream().filter(each -> !each.isEmpty()).findFirst();
        if (function.isEmpty() && (ARITHMETIC.contains(before) || ARITHMETIC.contains(after))) {
            function = Optional.of("arithmetic");
        }
        int literal = EQUAL.contains(after) || COMPARED.contains(after) ? end + 2 : start - 2;
        boolean numeric = literal >= 0
                && literal < tokens.size()
                && tokens.get(literal).kind() == Token.Kind.NUMBER
                && (EQUAL.contains(after) || EQUAL.contains(before) || COMPARED.contains(after));
        return new Predicate(
                tokens.get(end - 2).text(),
                tokens.get(end).text(),
                kind(tokens, end + 1, before, after),
                function,
                numeric);
    }

    private static Kind kind(List<Token> tokens, int next, String before, String after) {
        boolean subquery = word(tokens, next + 2).startsWith("subquery")
                || word(tokens, next + 1).startsWith("subquery");
        if (subquery || (after.equals("is") && word(tokens, next + 1).equals("not"))) {
            return Kind.OTHER;
        }
        if (EQUAL.contains(after) || (EQUAL.contains(before) && !COMPARED.contains(after))) {
            return Kind.EQUALITY;
        }
        if (after.equals("like")) {
            return word(tokens, next + 1).matches("(?s)'[%_].*") ? Kind.PATTERN : Kind.RANGE;
        }
        return COMPARED.contains(after) || COMPARED.contains(before) ? Kind.RANGE : Kind.OTHER;
    }

    private static String word(List<Token> tokens, int at) {
        return at < tokens.size() && tokens.get(at).kind() != Token.Kind.NAME
                ? tokens.get(at).text().toLowerCase(Locale.ROOT)
                : "";
    }
}
