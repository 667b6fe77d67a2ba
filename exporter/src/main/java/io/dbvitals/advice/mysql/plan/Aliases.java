package io.dbvitals.advice.mysql.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Which table a statement means by which name; names as the statement has them, looked up in whatever case. */
public final class Aliases {
    private final Map<String, Table> byName;

    private Aliases(Map<String, Table> byName) {
        this.byName = byName;
    }

    /**
     * A table.
     *
     * @param schema empty for the current one
     */
    public record Table(String schema, String name) {}

    /** Of a statement with or without its literals. */
    public static Aliases of(String sql) {
        List<Token> tokens = Token.of(sql);
        Map<String, Table> byName = new HashMap<>();
        boolean listed = false;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.is("from") || token.is("join") || token.is("update") || token.is("straight_join")) {
                listed = true;
            } else if (!(listed && (token.is(",") || token.is("(")))) {
                continue;
            }
            if (!listed || !table(tokens, i + 1)) {
                listed = token.is("(") && listed;
                continue;
            }
            int last = i + 1;
            boolean qualified = word(tokens, last + 1).equals(".") && last + 2 < tokens.size();
            last += qualified ? 2 : 0;
            Table table = new Table(
                    qualified ? tokens.get(i + 1).text() : "", tokens.get(last).text());
            int alias = word(tokens, last + 1).equals("as") ? last + 2 : last + 1;
            boolean renamed = table(tokens, alias);
            byName.putIfAbsent((renamed ? tokens.get(alias).text() : table.name()).toLowerCase(Locale.ROOT), table);
            i = renamed ? alias : last;
        }
        return new Aliases(byName);
    }

    private static boolean table(List<Token> tokens, int at) {
        return at < tokens.size()
                && tokens.get(at).nameable()
                && !(tokens.get(at).kind() == Token.Kind.WORD && Keywords.AFTER_TABLE.contains(word(tokens, at)));
    }

    private static String word(List<Token> tokens, int at) {
        return at < tokens.size() ? tokens.get(at).text().toLowerCase(Locale.ROOT) : "";
    }

    /** What stands behind a name of a plan; empty for a derived table. */
    public Optional<Table> table(String name) {
        return Optional.ofNullable(byName.get(name.toLowerCase(Locale.ROOT)));
    }
}
