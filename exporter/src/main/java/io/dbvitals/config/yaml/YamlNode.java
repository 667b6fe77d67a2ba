package io.dbvitals.config.yaml;

import java.util.List;
import java.util.Optional;

/** A parsed YAML document: every node knows where it stands, and scalars stay the text that the user wrote. */
public sealed interface YamlNode {
    Position position();

    /** What a user would call this node in an error. */
    String kind();

    /**
     * A text, number, boolean or null.
     *
     * @param plain written without quotes: only then can it mean null, a number or a boolean
     * @param written as in the file, with <code>${…}</code> unresolved: what an error may quote without telling a secret
     */
    record Scalar(Position position, String text, boolean plain, String written) implements YamlNode {
        public Scalar(Position position, String text, boolean plain) {
            this(position, text, plain, text);
        }

        @Override
        public String kind() {
            return isNull() ? "nothing" : "\"" + written + "\"";
        }

        @Override
        public String toString() {
            return "Scalar[" + position + ", " + written + "]";
        }

        /** {@code key:} with nothing behind it, {@code ~} or {@code null}. */
        public boolean isNull() {
            return plain && (text.isEmpty() || text.equals("~") || text.equals("null"));
        }
    }

    record Sequence(Position position, List<YamlNode> items) implements YamlNode {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public String kind() {
            return "a list";
        }
    }

    /** Keeps the order and the duplicates of the file; who reads it decides what a duplicate means. */
    record Mapping(Position position, List<Entry> entries) implements YamlNode {
        public Mapping {
            entries = List.copyOf(entries);
        }

        @Override
        public String kind() {
            return "a mapping";
        }

        /** The last value given for that key. */
        public Optional<YamlNode> get(String key) {
            for (int i = entries.size() - 1; i >= 0; i--) {
                if (entries.get(i).key().text().equals(key)) {
                    return Optional.of(entries.get(i).value());
                }
            }
            return Optional.empty();
        }
    }

    record Entry(Scalar key, YamlNode value) {}
}
