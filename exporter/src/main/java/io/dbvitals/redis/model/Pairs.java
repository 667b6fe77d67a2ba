package io.dbvitals.redis.model;

import io.dbvitals.redis.wire.NumberText;

/** A value that is itself a list of names and values, as {@code calls=1,usec=9,usec_per_call=9.00}; looked up without a copy. */
public final class Pairs {
    private final String text;
    private final char separator;

    private Pairs(String text, char separator) {
        this.text = text;
        this.separator = separator;
    }

    /** A separator within brackets separates nothing: {@code usedby=[a,b]}. */
    public static Pairs parse(String text, char separator) {
        return new Pairs(text, separator);
    }

    /** What is done with each pair. */
    public interface Each {
        void pair(String name, String value);
    }

    public void forEach(Each each) {
        int start = 0;
        while (start < text.length()) {
            int end = end(start);
            int equals = text.indexOf('=', start);
            if (equals > start && equals < end) {
                each.pair(text.substring(start, equals), text.substring(equals + 1, end));
            }
            start = end + 1;
        }
    }

    public boolean has(String name) {
        return valueStart(name) >= 0;
    }

    /** Empty where it is missing. */
    public String text(String name) {
        int start = valueStart(name);
        return start < 0 ? "" : text.substring(start, end(start));
    }

    /** NaN where it is missing or no number. */
    public double number(String name) {
        return NumberText.parse(text(name));
    }

    private int valueStart(String name) {
        int start = 0;
        while (start < text.length()) {
            int equals = start + name.length();
            if (equals < text.length() && text.charAt(equals) == '=' && text.startsWith(name, start)) {
                return equals + 1;
            }
            start = end(start) + 1;
        }
        return -1;
    }

    private int end(int start) {
        int depth = 0;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == separator && depth <= 0) {
                return i;
            }
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
        }
        return text.length();
    }
}
