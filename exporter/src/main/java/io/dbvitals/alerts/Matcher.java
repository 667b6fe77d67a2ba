package io.dbvitals.alerts;

import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What one label must be: {@code name="value"}, {@code !=}, {@code =~} or {@code !~}, as Alertmanager has it.
 *
 * @param value a regular expression where {@code regex}; it must match the whole label
 * @param equal false: the label must be anything else
 */
public record Matcher(String name, String value, boolean regex, boolean equal) {
    private static final Pattern TEXT =
            Pattern.compile("\\s*([a-zA-Z_][a-zA-Z0-9_]*)\\s*(=~|!~|!=|=)\\s*(.*?)\\s*", Pattern.DOTALL);
    private static final int MOST = 2_000;

    /** That label must be just that. */
    public static Matcher of(String name, String value) {
        return new Matcher(name, value, false, true);
    }

    /** Reads one as it is written, the value in quotes or without. */
    public static Matcher parse(String text) throws AlertingException {
        java.util.regex.Matcher parts = TEXT.matcher(text);
        if (text.length() > MOST || !parts.matches()) {
            throw AlertingException.refused(
                    "a matcher must be name=value, name!=value, name=~regex or name!~regex, not \""
                            + (text.length() > 100 ? text.substring(0, 100) + "…" : text) + "\"");
        }
        String sign = parts.group(2);
        Matcher matcher =
                new Matcher(parts.group(1), unquoted(parts.group(3)), sign.endsWith("~"), sign.startsWith("="));
        matcher.pattern();
        return matcher;
    }

    /** Whether an alert with these labels is meant; a label that is absent is empty. */
    public boolean matches(Map<String, String> labels) {
        String label = labels.getOrDefault(name, "");
        if (!regex) {
            return label.equals(value) == equal;
        }
        try {
            return pattern().matcher(new Limited(label)).matches() == equal;
        } catch (AlertingException | Limited.Exhausted | StackOverflowError e) {
            return false;
        }
    }

    private Pattern pattern() throws AlertingException {
        try {
            return regex ? Pattern.compile(Classes.translated(value)) : Pattern.compile("");
        } catch (PatternSyntaxException e) {
            throw AlertingException.refused("\"" + value + "\" is no regular expression: " + e.getDescription());
        }
    }

    private static String unquoted(String text) throws AlertingException {
        if (!text.startsWith("\"")) {
            return text;
        }
        if (text.length() < 2 || !text.endsWith("\"")) {
            throw AlertingException.refused("the value " + text + " lacks a quotation mark at its end");
        }
        StringBuilder value = new StringBuilder();
        boolean escaped = false;
        for (char c : text.substring(1, text.length() - 1).toCharArray()) {
            if (!escaped && c == '\\') {
                escaped = true;
            } else {
                value.append(escaped && c == 'n' ? '\n' : c);
                escaped = false;
            }
        }
        return value.toString();
    }

    @Override
    public String toString() {
        String sign = (equal ? "=" : "!") + (regex ? "~" : equal ? "" : "=");
        return name + sign + "\""
                + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + "\"";
    }

    /** Whether it means few alerts: those that bear one of some values, which a word that nobody chose is not. */
    boolean narrows() {
        if (!equal) {
            return false;
        }
        return regex ? Nonsense.WORDS.stream().noneMatch(word -> matches(Map.of(name, word))) : !value.isEmpty();
    }
}
