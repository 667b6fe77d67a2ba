package io.dbvitals.grafana.reference.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number that an alert compares with.
 *
 * @param kind of the targets that it is for
 * @param name the key under {@code thresholds}
 * @param byDefault as the rule has it, as {@code 20 * 1024^3}
 */
public record Threshold(String kind, String name, String severity, String byDefault) {
    private static final String RECORDED = "dbvitals:threshold";
    private static final Pattern DEFAULT = Pattern.compile("(?:\\+|vector\\()\\s*([0-9.*^ ]+)\\)?\\s*$");

    public static List<Threshold> all(List<Rule> rules) {
        List<Threshold> all = new ArrayList<>();
        for (Rule rule : rules) {
            Matcher number = DEFAULT.matcher(rule.expr());
            if (rule.name().equals(RECORDED) && number.find()) {
                all.add(new Threshold(rule.label("kind"), rule.label("name"), rule.label("severity"), number.group(1)));
            }
        }
        return all;
    }

    /** Those that the rule names, itself or by what it names of other rules. */
    public static List<Threshold> of(Rule rule, List<Rule> rules) {
        Set<String> seen = new TreeSet<>();
        List<Rule> next = new ArrayList<>(List.of(rule));
        List<Selector> named = new ArrayList<>();
        while (!next.isEmpty()) {
            for (Selector selector : next.remove(0).selectors()) {
                if (selector.metric().equals(RECORDED)) {
                    named.add(selector);
                } else if (seen.add(selector.metric())) {
                    rules.stream()
                            .filter(each -> !each.alert() && each.name().equals(selector.metric()))
                            .forEach(next::add);
                }
            }
        }
        return all(rules).stream()
                .filter(threshold -> named.stream().anyMatch(threshold::isMeant))
                .toList();
    }

    private boolean isMeant(Selector selector) {
        return selector.label("kind").filter(kind::equals).isPresent()
                && selector.label("name").filter(name::equals).isPresent()
                && selector.label("severity").filter(severity::equals).isPresent();
    }
}
