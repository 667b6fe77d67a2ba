package io.dbvitals.grafana;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The selectors of a PromQL expression, found by their spelling. */
final class Metrics {
    private static final Set<String> WORDS = Set.of("and", "or", "unless", "bool", "offset", "inf", "nan");
    private static final Pattern LISTS =
            Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");
    private static final Pattern NAME = Pattern.compile("(?<![\\w:.$])([a-zA-Z_:][\\w:]*)(\\{[^}]*})?(\\[[^]]*])?");

    private Metrics() {}

    /**
     * A metric in an expression.
     *
     * @param matchers what stands between its braces
     * @param range what stands between its brackets
     * @param function that it is the argument of; empty where it stands by itself
     */
    record Selector(String metric, String matchers, String range, String function) {}

    static List<Selector> of(String expr) {
        List<Selector> selectors = new ArrayList<>();
        String text = LISTS.matcher(expr).replaceAll(" ");
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

    private static String function(String text, int before) {
        Matcher function = Pattern.compile("(\\w+)\\s*\\($").matcher(text.substring(0, before));
        return function.find() ? function.group(1) : "";
    }

    private static String orNothing(String group) {
        return group == null ? "" : group.substring(1, group.length() - 1);
    }
}
