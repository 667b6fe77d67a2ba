package io.dbvitals.vector.search;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A statement with PostgreSQL's {@code $1} turned into JDBC's {@code ?}.
 *
 * @param values how often the value is to be bound
 */
record Placeholders(String sql, int values) {
    /** What may hold a question mark or a dollar that means something else, then what is to be replaced. */
    private static final Pattern PARTS = Pattern.compile(
            "(?<kept>[eE]'(?:[^'\\\\]|''|\\\\.)*'|'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\\n]*|/\\*.*?\\*/"
                    + "|\\$(?<tag>[A-Za-z_]*)\\$.*?\\$\\k<tag>\\$)"
                    + "|(?<mark>\\?)|(?<value>\\$1(?![0-9]))",
            Pattern.DOTALL);

    /** An operator's question mark is doubled, as JDBC wants it. */
    static Placeholders in(String sql) {
        StringBuilder jdbc = new StringBuilder();
        int values = 0;
        Matcher part = PARTS.matcher(sql);
        while (part.find()) {
            boolean value = part.group("value") != null;
            String written = value ? "?" : part.group("mark") != null ? "??" : part.group();
            part.appendReplacement(jdbc, Matcher.quoteReplacement(written));
            values += value ? 1 : 0;
        }
        return new Placeholders(part.appendTail(jdbc).toString(), values);
    }
}
