package io.dbvitals.config.yaml;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Replaces <code>${NAME}</code> and <code>${NAME:default}</code> in every value of a document, never in keys. The default
 * counts when the variable is unset or empty; the shell's <code>${NAME:-default}</code> means the same;
 * <code>$${</code> stands for a literal <code>${</code>.
 */
public final class Interpolation {
    private static final Pattern REFERENCE = Pattern.compile("\\$\\$\\{|\\$\\{([^}]*)(}?)");
    private static final Pattern NAME = Pattern.compile("([A-Za-z_][A-Za-z0-9_]*)(?::-?(.*))?", Pattern.DOTALL);

    private final Map<String, String> environment;
    private final Problems problems;

    public Interpolation(Map<String, String> environment, Problems problems) {
        this.environment = environment;
        this.problems = problems;
    }

    public YamlNode apply(YamlNode node) {
        if (node instanceof YamlNode.Scalar scalar) {
            return scalar.text().contains("${")
                    ? new YamlNode.Scalar(scalar.position(), resolve(scalar), scalar.plain(), scalar.text())
                    : scalar;
        }
        if (node instanceof YamlNode.Sequence sequence) {
            List<YamlNode> items = new ArrayList<>();
            for (YamlNode item : sequence.items()) {
                items.add(apply(item));
            }
            return new YamlNode.Sequence(sequence.position(), items);
        }
        List<YamlNode.Entry> entries = new ArrayList<>();
        for (YamlNode.Entry entry : ((YamlNode.Mapping) node).entries()) {
            entries.add(new YamlNode.Entry(entry.key(), apply(entry.value())));
        }
        return new YamlNode.Mapping(node.position(), entries);
    }

    private String resolve(YamlNode.Scalar scalar) {
        StringBuilder text = new StringBuilder();
        Matcher reference = REFERENCE.matcher(scalar.text());
        int end = 0;
        while (reference.find()) {
            text.append(scalar.text(), end, reference.start());
            text.append(reference.group(1) == null ? "${" : value(scalar.position(), reference));
            end = reference.end();
        }
        return text.append(scalar.text().substring(end)).toString();
    }

    private String value(Position position, Matcher reference) {
        Matcher parts = NAME.matcher(reference.group(1));
        if (reference.group(2).isEmpty() || !parts.matches()) {
            problems.add(
                    position,
                    "\"${\" must be followed by the name of a variable and \"}\", as in ${NAME} or ${NAME:default};"
                            + " a literal \"${\" is written \"$${\"");
            return "";
        }
        String name = parts.group(1);
        String set = environment.get(name);
        String byDefault = parts.group(2);
        if (byDefault != null) {
            return set == null || set.isEmpty() ? byDefault : set;
        }
        if (set == null) {
            problems.add(
                    position,
                    "the variable " + name + " is not set; set it, or give a default as in ${" + name + ":default}");
            return "";
        }
        return set;
    }

    /** The text that resolves to {@code value}. */
    public static String escape(String value) {
        return value.replace("${", "$${");
    }
}
