package io.dbvitals.advice.postgres.text;

import io.dbvitals.advice.postgres.text.Token.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One statement as pg_stat_statements has it, or one condition of a plan. */
public final class Sql {
    private static final Set<String> ROWS =
            Set.of("select", "with", "update", "delete", "values", "(", "insert", "merge");
    private static final Set<String> PLANNED = Set.of("select", "with", "update", "delete", "values", "(");

    private final String text;
    private final List<Token> tokens;

    private Sql(String text, List<Token> tokens) {
        this.text = text;
        this.tokens = List.copyOf(tokens);
    }

    public static Sql of(String text) {
        return new Sql(text, Tokens.of(text));
    }

    /** What a PREPARE prepares; itself where it is none. */
    public Sql prepared() {
        int as = verb().equals("prepare") ? outer("as", 0) : -1;
        if (as < 0 || as + 1 >= tokens.size()) {
            return this;
        }
        return of(text.substring(tokens.get(as + 1).start()));
    }

    public String text() {
        return text;
    }

    public List<Token> tokens() {
        return tokens;
    }

    /** Without comments, and with a question mark for each value; blanks are one each. Cut where it is not certain what a value is. */
    public String redacted() {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (i > 0 && tokens.get(i - 1).end() < token.start()) {
                out.append(' ');
            }
            boolean step = i > 0 && tokens.get(i - 1).text().matches("SubPlan|InitPlan|Worker");
            boolean value = token.kind() == Kind.LITERAL || (token.kind() == Kind.NUMBER && !step);
            out.append(value ? "?" : token.text());
            if (token.kind() == Kind.LITERAL
                    && token.text().startsWith("'")
                    && token.text().contains("\\")) {
                // Where the session had the old way of quoting, the literal goes on behind what looks like its end.
                return out.append(" ...").toString();
            }
        }
        return out.toString();
    }

    /** The first word in lower case. */
    public String verb() {
        return tokens.isEmpty() ? "" : tokens.get(0).text().toLowerCase(Locale.ROOT);
    }

    /** Whether the server can be asked for its plan: one statement that is no command, and not cut. */
    public boolean plannable() {
        boolean one = tokens.stream().noneMatch(token -> token.is(";"));
        long open = tokens.stream().filter(token -> token.is("(")).count();
        long closed = tokens.stream().filter(token -> token.is(")")).count();
        return one && open == closed && PLANNED.contains(verb());
    }

    /** Whether it reads or writes rows; else it is a command. */
    public boolean isOfRows() {
        return ROWS.contains(verb());
    }

    /** The highest number of a parameter; 0 where there is none. */
    public int parameters() {
        return tokens.stream()
                .filter(token -> token.kind() == Kind.PARAMETER && token.text().length() < 6)
                .mapToInt(token -> Integer.parseInt(token.text().substring(1)))
                .max()
                .orElse(0);
    }

    /** Whether these words and signs follow each other anywhere. */
    public boolean has(String... words) {
        for (int i = 0; i + words.length <= tokens.size(); i++) {
            boolean all = true;
            for (int j = 0; j < words.length; j++) {
                all &= tokens.get(i + j).is(words[j]);
            }
            if (all) {
                return true;
            }
        }
        return false;
    }

    /**
     * The search for the rows that an UPDATE or DELETE changes, for a user who may read only: {@code DELETE FROM a WHERE b = $2} gives
     * {@code SELECT 1 FROM a WHERE b = $1}. Empty for other statements.
     */
    public Optional<String> asSearch() {
        boolean delete = verb().equals("delete");
        int table = delete ? 2 : 1;
        int where = outer("where", 0);
        int returning = outer("returning", 0);
        int end = returning < 0 ? tokens.size() : returning;
        if ((!delete && !verb().equals("update")) || where < 0 || where > end) {
            return Optional.empty();
        }
        int tableEnd = outer(delete ? "using" : "set", 0);
        String from;
        if (delete) {
            from = tableEnd < 0 ? part(table, where) : part(table, tableEnd) + ", " + part(tableEnd + 1, where);
        } else {
            int others = outer("from", tableEnd);
            from = part(table, tableEnd) + (others < 0 ? "" : ", " + part(others + 1, where));
        }
        return Optional.of(renumbered("SELECT 1 FROM " + from + " WHERE " + part(where + 1, end)));
    }

    private int outer(String word, int from) {
        int depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            depth += token.is("(") ? 1 : token.is(")") ? -1 : 0;
            if (depth == 0 && i >= from && token.is(word)) {
                return i;
            }
        }
        return -1;
    }

    private String part(int from, int to) {
        return from < to
                ? text.substring(tokens.get(from).start(), tokens.get(to - 1).end())
                : "";
    }

    private static String renumbered(String sql) {
        Map<String, String> numbers = new LinkedHashMap<>();
        StringBuilder out = new StringBuilder();
        int done = 0;
        for (Token token : new ArrayList<>(Tokens.of(sql))) {
            if (token.kind() == Kind.PARAMETER) {
                out.append(sql, done, token.start())
                        .append(numbers.computeIfAbsent(token.text(), name -> "$" + (numbers.size() + 1)));
                done = token.end();
            }
        }
        return out.append(sql.substring(done)).toString();
    }
}
