package io.dbvitals.query.load.format;

import io.dbvitals.config.yaml.MappingReader;
import io.dbvitals.config.yaml.Problems;
import io.dbvitals.config.yaml.Suggestion;
import io.dbvitals.config.yaml.YamlNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the loaders of foreign formats share: they pass over what their originals pass over, but say so. */
final class Foreign {
    private static final String DESCRIPTION = "description";

    private Foreign() {}

    /** Reads a mapping of which only {@code known} keys mean something; the others become warnings. */
    static MappingReader reader(YamlNode node, String what, Set<String> known, Problems problems, Problems warnings) {
        MappingReader reader = MappingReader.of(wholeDescription(node, known), what, problems);
        for (YamlNode.Entry entry : reader.entries()) {
            String key = entry.key().text();
            if (!known.contains(key)) {
                warnings.add(
                        entry.key().position(),
                        "\"" + key + "\" is ignored: the format has no such key"
                                + Suggestion.of(key, new TreeSet<>(known)));
            }
        }
        return reader;
    }

    /**
     * In braces YAML ends a text without quotes at its first comma, and takes what follows for keys without a value. The
     * originals show such a description cut off; here it is put together again, and nobody is warned of half sentences.
     */
    private static YamlNode wholeDescription(YamlNode node, Set<String> known) {
        if (!known.contains(DESCRIPTION) || !(node instanceof YamlNode.Mapping mapping)) {
            return node;
        }
        List<YamlNode.Entry> entries = new ArrayList<>();
        for (YamlNode.Entry entry : mapping.entries()) {
            YamlNode.Entry before = entries.isEmpty() ? entry : entries.get(entries.size() - 1);
            if (before.key().text().equals(DESCRIPTION)
                    && before.value() instanceof YamlNode.Scalar text
                    && text.plain()
                    && text.position().line() == entry.key().position().line()
                    && !known.contains(entry.key().text())
                    && entry.value() instanceof YamlNode.Scalar nothing
                    && nothing.isNull()) {
                String whole = text.text() + ", " + entry.key().text();
                entries.set(
                        entries.size() - 1,
                        new YamlNode.Entry(before.key(), new YamlNode.Scalar(text.position(), whole, true)));
            } else {
                entries.add(entry);
            }
        }
        return new YamlNode.Mapping(mapping.position(), entries);
    }

    /** The last value of a repeated key counts, here and below. */
    static YamlNode lastWins(YamlNode node, Problems warnings) {
        if (node instanceof YamlNode.Sequence sequence) {
            List<YamlNode> items = new ArrayList<>();
            sequence.items().forEach(item -> items.add(lastWins(item, warnings)));
            return new YamlNode.Sequence(sequence.position(), items);
        }
        if (!(node instanceof YamlNode.Mapping mapping)) {
            return node;
        }
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        for (YamlNode.Entry entry : mapping.entries()) {
            YamlNode.Entry last = new YamlNode.Entry(entry.key(), lastWins(entry.value(), warnings));
            if (entries.put(entry.key().text(), last) != null) {
                warnings.add(
                        entry.key().position(), "\"" + entry.key().text() + "\" is given twice; the last one counts");
            }
        }
        return new YamlNode.Mapping(mapping.position(), List.copyOf(entries.values()));
    }

    /** A usage in any case; empty after a problem. */
    static Optional<String> usage(MappingReader column, String name, List<String> usages, Problems problems) {
        Optional<String> text = column.text("usage").map(usage -> usage.trim().toUpperCase(Locale.ROOT));
        if (text.isPresent() && !usages.contains(text.get())) {
            problems.add(
                    column.positionOf("usage"),
                    "the usage \"" + text.get() + "\" of the column \"" + name + "\" is unknown"
                            + Suggestion.of(text.get(), usages) + "; it is one of " + String.join(", ", usages));
            return Optional.empty();
        }
        return text;
    }

    /** A number of seconds, as a file may write {@code 10} or {@code 0.5}; negative ones are kept. */
    static Optional<Duration> seconds(MappingReader reader, String key) {
        return reader.number(key).map(seconds -> Duration.ofNanos(Math.round(seconds * 1e9)));
    }
}
