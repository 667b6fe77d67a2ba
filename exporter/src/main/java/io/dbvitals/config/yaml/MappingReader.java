package io.dbvitals.config.yaml;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Reads one YAML mapping strictly: every key is asked for by name and type, {@link #finish} reports what nobody asked for.
 * A mistake goes into the {@link Problems} with its position and the default is returned, so that reading goes on.
 */
public final class MappingReader {
    private final YamlNode.Mapping mapping;
    private final Problems problems;
    private final Set<String> known = new TreeSet<>();

    public MappingReader(YamlNode.Mapping mapping, Problems problems) {
        this.mapping = mapping;
        this.problems = problems;
        Set<String> seen = new HashSet<>();
        for (YamlNode.Entry entry : mapping.entries()) {
            if (!seen.add(entry.key().text())) {
                problems.add(entry.key().position(), "\"" + entry.key().text() + "\" is given twice");
            }
        }
    }

    /** A node that must be a mapping; anything else is a problem, and reads as an empty mapping. */
    public static MappingReader of(YamlNode node, String what, Problems problems) {
        if (node instanceof YamlNode.Mapping mapping) {
            return new MappingReader(mapping, problems);
        }
        if (!(node instanceof YamlNode.Scalar scalar && scalar.isNull())) {
            problems.add(node.position(), what + " must be a mapping (key: value), not " + node.kind());
        }
        return new MappingReader(new YamlNode.Mapping(node.position(), List.of()), problems);
    }

    public Position position() {
        return mapping.position();
    }

    public Problems problems() {
        return problems;
    }

    public List<YamlNode.Entry> entries() {
        return mapping.entries();
    }

    public boolean has(String key) {
        return node(key).isPresent();
    }

    /** Where the value of that key stands; the mapping's own position when it is absent. */
    public Position positionOf(String key) {
        return mapping.get(key).map(YamlNode::position).orElse(mapping.position());
    }

    /** The scalar as it stands in the file, for errors: a value that came from a variable is not shown. */
    public String written(String key) {
        return mapping.get(key)
                .map(node -> node instanceof YamlNode.Scalar scalar ? scalar.written() : node.kind())
                .orElse("");
    }

    /** The raw value; empty when absent or null. */
    public Optional<YamlNode> node(String key) {
        known.add(key);
        return mapping.get(key).filter(node -> !(node instanceof YamlNode.Scalar scalar && scalar.isNull()));
    }

    public Optional<String> text(String key) {
        return node(key).flatMap(node -> {
            if (node instanceof YamlNode.Scalar scalar) {
                return Optional.of(scalar.text());
            }
            problems.add(node.position(), "\"" + key + "\" must be a text, not " + node.kind());
            return Optional.empty();
        });
    }

    public String text(String key, String byDefault) {
        return text(key).orElse(byDefault);
    }

    /** Its absence is a problem. */
    public String requiredText(String key) {
        Optional<String> text = text(key);
        if (text.isEmpty()
                && mapping.get(key).filter(n -> !(n instanceof YamlNode.Scalar)).isEmpty()) {
            problems.add(position(), "\"" + key + "\" is missing");
        }
        return text.orElse("");
    }

    public Optional<Duration> duration(String key) {
        return parsed(key, Durations::parse, "a duration such as 500ms, 10s or 5m");
    }

    public Optional<Double> number(String key) {
        return parsed(key, MappingReader::parseDouble, "a number");
    }

    public Optional<Integer> integer(String key) {
        return parsed(key, MappingReader::parseInt, "a whole number");
    }

    public Optional<Boolean> bool(String key) {
        return parsed(
                key,
                text -> switch (text.toLowerCase(Locale.ROOT)) {
                    case "true", "yes", "on" -> Optional.of(true);
                    case "false", "no", "off" -> Optional.of(false);
                    default -> Optional.empty();
                },
                "true or false");
    }

    /** One of {@code values}, which are compared in lower case. */
    public <E extends Enum<E>> Optional<E> choice(String key, Class<E> values) {
        return text(key).flatMap(text -> {
            List<String> names = new ArrayList<>();
            for (E value : values.getEnumConstants()) {
                String name = value.name().toLowerCase(Locale.ROOT);
                if (name.equals(text.toLowerCase(Locale.ROOT))) {
                    return Optional.of(value);
                }
                names.add(name);
            }
            problems.add(
                    positionOf(key),
                    "\"" + key + "\" cannot be \"" + written(key) + "\"" + Suggestion.of(text, names)
                            + "; it is one of " + String.join(", ", names));
            return Optional.empty();
        });
    }

    /** A list of texts; a single text counts as a list of one. Empty when absent. */
    public List<String> texts(String key) {
        return scalars(key).stream().map(YamlNode.Scalar::text).toList();
    }

    /** Like {@link #texts}, with positions. */
    public List<YamlNode.Scalar> scalars(String key) {
        List<YamlNode.Scalar> texts = new ArrayList<>();
        for (YamlNode item : items(key)) {
            if (item instanceof YamlNode.Scalar scalar) {
                texts.add(scalar);
            } else {
                problems.add(item.position(), "\"" + key + "\" must be a list of texts, not of " + item.kind());
            }
        }
        return texts;
    }

    /** The items of a list; a value that is no list counts as a list of one. Empty when absent. */
    public List<YamlNode> items(String key) {
        return node(key)
                .map(node -> node instanceof YamlNode.Sequence sequence ? sequence.items() : List.of(node))
                .orElse(List.of());
    }

    /** A mapping of texts in the order of the file. Empty when absent. */
    public Map<String, String> textMap(String key) {
        Map<String, String> map = new LinkedHashMap<>();
        mapping(key).ifPresent(reader -> {
            for (YamlNode.Entry entry : reader.entries()) {
                reader.text(entry.key().text())
                        .ifPresent(text -> map.put(entry.key().text(), text));
            }
        });
        return map;
    }

    public Optional<MappingReader> mapping(String key) {
        return node(key).map(node -> of(node, "\"" + key + "\"", problems));
    }

    /** Reports every key that nobody asked for. */
    public void finish() {
        for (YamlNode.Entry entry : mapping.entries()) {
            String key = entry.key().text();
            if (!known.contains(key)) {
                problems.add(
                        entry.key().position(),
                        "unknown key \"" + key + "\"" + Suggestion.of(key, known) + "; known here: "
                                + String.join(", ", known));
            }
        }
    }

    private <T> Optional<T> parsed(String key, Function<String, Optional<T>> parser, String expected) {
        return text(key).flatMap(text -> {
            Optional<T> value = parser.apply(text.trim());
            if (value.isEmpty()) {
                problems.add(positionOf(key), "\"" + key + "\" must be " + expected + ", not \"" + written(key) + "\"");
            }
            return value;
        });
    }

    static Optional<Double> parseDouble(String text) {
        try {
            return Optional.of(Double.valueOf(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Optional<Integer> parseInt(String text) {
        try {
            return Optional.of(Integer.valueOf(text.replace("_", "")));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
