package io.dbvitals.advice.mysql.explain;

import io.dbvitals.advice.mysql.plan.Token;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * One run of a statement as the server kept it, with its literals: it is sent back to the server for a plan, and goes nowhere else.
 *
 * @param sql never to be shown, stored or logged
 */
public record Sample(String schema, String sql) {
    /** A plan may call functions of constants, and these take time, locks or files; and a sequence's next value is gone. */
    private static final Set<String> NOT_TO_BE_CALLED = Set.of(
            "sleep",
            "benchmark",
            "get_lock",
            "release_lock",
            "release_all_locks",
            "load_file",
            "nextval",
            "setval",
            "lastval",
            "next",
            "master_pos_wait",
            "source_pos_wait",
            "master_gtid_wait",
            "wait_for_executed_gtid_set",
            "outfile",
            "dumpfile");

    /**
     * What EXPLAIN can be asked of without the right to change rows: queries as they are; UPDATE and DELETE of one table as the query
     * for the rows that they change. Empty for all else, and for texts of which the values are missing.
     */
    public Optional<String> explainable() {
        List<Token> tokens = Token.of(sql);
        if (tokens.isEmpty()
                || tokens.stream()
                        .anyMatch(each -> each.is("?")
                                || each.is(";")
                                || NOT_TO_BE_CALLED.contains(each.text().toLowerCase(Locale.ROOT)))) {
            return Optional.empty();
        }
        int first = 0;
        while (first < tokens.size() && tokens.get(first).is("(")) {
            first++;
        }
        Token verb = tokens.get(Math.min(first, tokens.size() - 1));
        if (verb.is("select") || verb.is("with")) {
            return Optional.of(sql);
        }
        int where = position(tokens, "where");
        if (where < 0 || position(tokens, "join") >= 0 || position(tokens, "using") >= 0) {
            return Optional.empty();
        }
        int list = verb.is("update") ? position(tokens, "set") : where;
        int from = verb.is("update") ? 1 : verb.is("delete") ? position(tokens, "from") + 1 : 0;
        while (from > 0 && from < list && tokens.get(from).text().matches("(?i)low_priority|ignore|quick")) {
            from++;
        }
        if (from == 0 || list <= from || tokens.subList(from, list).stream().anyMatch(each -> each.is(","))) {
            return Optional.empty();
        }
        return Optional.of("SELECT * FROM "
                + sql.substring(tokens.get(from).start(), tokens.get(list).start())
                + sql.substring(tokens.get(where).start()));
    }

    private static int position(List<Token> tokens, String word) {
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).is(word)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public String toString() {
        return "Sample[" + schema + "]";
    }
}
