package io.dbvitals.grafana.reference.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A metric in a PromQL expression, found by its spelling.
 *
 * @param matchers what stands between its braces
 * @param range what stands between its brackets
 * @param function that it is the argument of; empty where it stands by itself
 */
public record Selector(String metric, String matchers, String range, String function) {
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset", "inf", "nan");
    private static final Pattern LISTS =
            Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
    private static final Pattern NAME = Pattern.compile("(?<![\\w:.$])([a-zA-Z_:][\\w:]*)(\\{[^}]*})?(\\[[^]]*])?");
    private static final Pattern TEXT = Pattern.compile("(\\{[^}]*})|\"(?:[^\"\\\\]|\\\\.)*\"|'[^']*'");

    /** All of an expression, in their order. */
    public static List<Selector> of(String expr) {
        List<Selector> selectors = new ArrayList<>();
        String text = LISTS.matcher(withoutTexts(expr)).replaceAll(" ");
        Matcher name = NAME.matcher(text);
        while (name.find()) {
            String rest = text.substring(name.end()).stripLeading();
            boolean called = rest.startsWith("(") && name.group(2) == null;
            if (!called && !WORDS.contains(name.group(1))) {
                selectors.add(new Selector(
                        name.group(1),
                        orNothing(name.group(2)),
                        orNothing(name.group(3)),
                        function(text, name.start())));
            }
        }
        return selectors;
    }

    /** The value that the label must have; empty where none or several may be. */
    public Optional<String> label(String name) {
        Matcher equal = Pattern.compile("\\b" + name + "\\s*=\\s*\"([^\"]*)\"").matcher(matchers);
        return equal.find() ? Optional.of(equal.group(1)) : Optional.empty();
    }

    /** Arguments of functions may be names of labels; what stands between braces is kept. */
    private static String withoutTexts(String expr) {
        return TEXT.matcher(expr)
                .replaceAll(found -> Matcher.quoteReplacement(found.group(1) == null ? "\"\"" : found.group(1)));
    }

    private static String function(String text, int before) {
        Matcher function = Pattern.compile("(\\w+)\\s*\\($").matcher(text.substring(0, before));
        return function.find() ? function.group(1) : "";
    }

    private static String orNothing(String group) {
        return group == null ? "" : group.substring(1, group.length() - 1);
    }
}
