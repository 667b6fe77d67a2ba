package io.dbvitals.config.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One value of a JSON text, for texts that servers write. What is not there is empty, and so is what is of another kind. */
public final class JsonValue {
    private static final int MOST_DEPTH = 500;
    private static final JsonValue NOTHING = new JsonValue(Map.of(), List.of(), "");

    private final Map<String, JsonValue> members;
    private final List<JsonValue> items;
    private final String text;

    private JsonValue(Map<String, JsonValue> members, List<JsonValue> items, String text) {
        this.members = members;
        this.items = items;
        this.text = text;
    }

    /** Empty where it is no JSON. */
    public static Optional<JsonValue> parse(String json) {
        Reader reader = new Reader(json);
        try {
            JsonValue value = reader.value(0);
            return reader.atEnd() ? Optional.of(value) : Optional.empty();
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /** Of an object, in their order; empty for anything else. */
    public Map<String, JsonValue> members() {
        return members;
    }

    /** Of an array; empty for anything else. */
    public List<JsonValue> items() {
        return items;
    }

    /** A text, a number or a truth value as it was written; empty for anything else, and for null. */
    public String text() {
        return text;
    }

    /** The member of that name. */
    public JsonValue at(String name) {
        return members.getOrDefault(name, NOTHING);
    }

    public boolean has(String name) {
        return members.containsKey(name);
    }

    /** 0 for what is no number. */
    public double number() {
        try {
            return text.isEmpty() ? 0 : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static final class Reader {
        private final String json;
        private int at;

        private Reader(String json) {
            this.json = json;
        }

        private boolean atEnd() {
            blanks();
            return at == json.length();
        }

        private JsonValue value(int depth) {
            blanks();
            if (depth > MOST_DEPTH) {
                throw new IllegalArgumentException("too deep");
            }
            char first = json.charAt(at);
            if (first == '{') {
                return object(depth);
            }
            if (first == '[') {
                return array(depth);
            }
            return first == '"' ? new JsonValue(Map.of(), List.of(), string()) : word();
        }

        private JsonValue object(int depth) {
            Map<String, JsonValue> members = new LinkedHashMap<>();
            at++;
            while (!ends('}')) {
                String name = string();
                expect(':');
                members.put(name, value(depth + 1));
                separator('}');
            }
            return new JsonValue(members, List.of(), "");
        }

        private JsonValue array(int depth) {
            List<JsonValue> items = new ArrayList<>();
            at++;
            while (!ends(']')) {
                items.add(value(depth + 1));
                separator(']');
            }
            return new JsonValue(Map.of(), items, "");
        }

        private boolean ends(char end) {
            blanks();
            boolean ends = json.charAt(at) == end;
            at += ends ? 1 : 0;
            return ends;
        }

        private void separator(char end) {
            blanks();
            if (json.charAt(at) != end) {
                expect(',');
            }
        }

        private void expect(char wanted) {
            blanks();
            if (json.charAt(at++) != wanted) {
                throw new IllegalArgumentException("no " + wanted);
            }
        }

        private String string() {
            expect('"');
            StringBuilder text = new StringBuilder();
            char next = json.charAt(at++);
            while (next != '"') {
                text.append(next == '\\' ? escaped() : next);
                next = json.charAt(at++);
            }
            return text.toString();
        }

        private char escaped() {
            char kind = json.charAt(at++);
            return switch (kind) {
                case 'n' -> '\n';
                case 'r' -> '\r';
                case 't' -> '\t';
                case 'b' -> '\b';
                case 'f' -> '\f';
                case 'u' -> {
                    at += 4;
                    yield (char) Integer.parseInt(json.substring(at - 4, at), 16);
                }
                default -> kind;
            };
        }

        private JsonValue word() {
            int start = at;
            while (at < json.length() && ",]} \t\r\n".indexOf(json.charAt(at)) < 0) {
                at++;
            }
            String word = json.substring(start, at);
            if (!word.matches("-?[0-9][-+.eE0-9]*|true|false|null")) {
                throw new IllegalArgumentException("no value");
            }
            return word.equals("null") ? NOTHING : new JsonValue(Map.of(), List.of(), word);
        }

        private void blanks() {
            while (at < json.length() && " \t\r\n".indexOf(json.charAt(at)) >= 0) {
                at++;
            }
        }
    }
}
