package io.dbvitals.redis.model;

import io.dbvitals.redis.wire.NumberText;
import java.util.HashMap;
import java.util.Map;

/** A value that is itself a list of names and values, as {@code calls=1,usec=9,usec_per_call=9.00}. */
public final class Pairs {
    private final Map<String, String> values;

    private Pairs(Map<String, String> values) {
        this.values = values;
    }

    /** A separator within brackets separates nothing: {@code usedby=[a|b,c]}. */
    public static Pairs parse(String text, char separator) {
        Map<String, String> values = new HashMap<>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : separator;
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
            if (i == text.length() || (c == separator && depth <= 0)) {
                int equals = text.indexOf('=', start);
                if (equals > start && equals < i) {
                    values.put(text.substring(start, equals), text.substring(equals + 1, i));
                }
                start = i + 1;
            }
        }
        return new Pairs(values);
    }

    public Map<String, String> all() {
        return values;
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** Empty where it is missing. */
    public String text(String name) {
        return values.getOrDefault(name, "");
    }

    /** NaN where it is missing or no number. */
    public double number(String name) {
        return NumberText.parse(text(name));
    }
}
