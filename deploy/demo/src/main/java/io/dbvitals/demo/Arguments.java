package io.dbvitals.demo;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The words of a command line, {@code --name value} or {@code --flag}; the scripts have checked and documented them. */
public final class Arguments {
    private final Map<String, String> values;

    private Arguments(Map<String, String> values) {
        this.values = values;
    }

    /**
     * Takes the words apart.
     *
     * @param flags names that take no value
     */
    public static Arguments of(List<String> words, Set<String> flags) throws DemoException {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < words.size(); i++) {
            String name = words.get(i);
            if (flags.contains(name)) {
                values.put(name, "");
            } else if (i + 1 < words.size()) {
                i++;
                values.put(name, words.get(i));
            } else {
                throw new DemoException(name + " needs a value");
            }
        }
        return new Arguments(values);
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public String text(String name) throws DemoException {
        String value = values.get(name);
        if (value == null) {
            throw new DemoException(name + " is missing");
        }
        return value;
    }

    public Path path(String name) throws DemoException {
        return Path.of(text(name));
    }

    public int number(String name, int otherwise) throws DemoException {
        String value = values.get(name);
        if (value == null) {
            return otherwise;
        }
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new DemoException(name + " must be a number, not \"" + value + "\"", e);
        }
    }
}
