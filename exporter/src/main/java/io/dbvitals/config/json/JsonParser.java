package io.dbvitals.config.json;

import java.util.ArrayList;
import java.util.List;

/** Reads JSON by recursive descent; no deeper than a plan can sensibly be. */
final class JsonParser {
    private static final int DEEPEST = 200;

    private final String text;
    private int at;

    JsonParser(String text) {
        this.text = text;
    }

    JsonNode document() {
        JsonNode node = value(0);
        blanks();
        if (!(at == text.length())) {
            throw missing("the end");
        }
        return node;
    }

    private JsonNode value(int depth) {
        if (depth > DEEPEST) {
            throw missing("less depth");
        }
        blanks();
        return switch (peek()) {
            case '{' -> members(depth);
            case '[' -> array(depth);
            case '"' -> new JsonNode.Value(quoted());
            default -> bare();
        };
    }

    private JsonNode members(int depth) {
        List<JsonNode.Member> members = new ArrayList<>();
        at++;
        blanks();
        while (peek() != '}') {
            if (!members.isEmpty()) {
                expect(',');
                blanks();
            }
            if (peek() != '"') {
                throw missing("a name");
            }
            String name = quoted();
            blanks();
            expect(':');
            members.add(new JsonNode.Member(name, value(depth + 1)));
            blanks();
        }
        at++;
        return new JsonNode.Members(members);
    }

    private JsonNode array(int depth) {
        List<JsonNode> items = new ArrayList<>();
        at++;
        blanks();
        while (peek() != ']') {
            if (!items.isEmpty()) {
                expect(',');
            }
            items.add(value(depth + 1));
            blanks();
        }
        at++;
        return new JsonNode.Array(items);
    }

    private JsonNode bare() {
        int start = at;
        while (at < text.length()
                && (Character.isLetterOrDigit(text.charAt(at)) || "+-.".indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
        String word = text.substring(start, at);
        if (word.equals("null")) {
            return new JsonNode.Value("");
        }
        if (!word.matches("true|false|-?\\d.*")) {
            throw missing("a value");
        }
        return new JsonNode.Value(word);
    }

    private String quoted() {
        StringBuilder out = new StringBuilder();
        at++;
        while (peek() != '"') {
            char c = text.charAt(at++);
            out.append(c == '\\' ? escaped() : c);
        }
        at++;
        return out.toString();
    }

    private char escaped() {
        char c = peek();
        at++;
        return switch (c) {
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'u' -> unicode();
            default -> c;
        };
    }

    private char unicode() {
        String digits = text.substring(at, Math.min(at + 4, text.length()));
        if (!digits.matches("[0-9a-fA-F]{4}")) {
            throw new IllegalArgumentException("no JSON: four digits are missing at " + at);
        }
        at += 4;
        return (char) Integer.parseInt(digits, 16);
    }

    private void blanks() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private char peek() {
        if (!(at < text.length())) {
            throw missing("more");
        }
        return text.charAt(at);
    }

    private void expect(char c) {
        if (peek() != c) {
            throw missing("'" + c + "'");
        }
        at++;
    }

    private IllegalArgumentException missing(String wanted) {
        return new IllegalArgumentException("no JSON: " + wanted + " is missing at " + at);
    }
}
