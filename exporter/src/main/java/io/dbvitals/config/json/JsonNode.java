package io.dbvitals.config.json;

import java.util.List;
import java.util.Optional;

/** JSON that a server answered with; order and duplicates of members are kept, as plans of older MariaDB need both. */
public sealed interface JsonNode {
    /**
     * Reads the whole text.
     *
     * @throws IllegalArgumentException where it is no JSON, by the place and without quoting it
     */
    static JsonNode parse(String text) {
        return new JsonParser(text).document();
    }

    /** The first member of that name; empty where there is none, or this is no object. */
    default Optional<JsonNode> member(String name) {
        return Optional.empty();
    }

    /** Those of an array; none for all else. */
    default List<JsonNode> items() {
        return List.of();
    }

    /** Those of the member of that name. */
    default List<JsonNode> items(String name) {
        return member(name).map(JsonNode::items).orElse(List.of());
    }

    /** Of a text, number or truth value; the empty text for all else. */
    default String text() {
        return "";
    }

    /** Of the member of that name. */
    default String text(String name) {
        return member(name).map(JsonNode::text).orElse("");
    }

    /** Of the member of that name, also where it was written as a text; NaN where it is no number. */
    default double number(String name) {
        String text = text(name);
        return text.matches("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?") ? Double.parseDouble(text) : Double.NaN;
    }

    /** A text, number, truth value or, as the empty text, null. */
    record Value(String text) implements JsonNode {}

    record Array(List<JsonNode> items) implements JsonNode {
        public Array {
            items = List.copyOf(items);
        }
    }

    record Member(String name, JsonNode value) {}

    record Members(List<Member> members) implements JsonNode {
        public Members {
            members = List.copyOf(members);
        }

        @Override
        public Optional<JsonNode> member(String name) {
            return members.stream()
                    .filter(each -> each.name().equals(name))
                    .map(Member::value)
                    .findFirst();
        }
    }
}
