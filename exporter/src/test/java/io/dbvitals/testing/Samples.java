package io.dbvitals.testing;

import java.util.List;

/** The samples of a page in the text format, as a test asks for them. */
public record Samples(List<String> lines) {
    public static Samples of(String page) {
        return new Samples(page.lines().filter(line -> !line.startsWith("#")).toList());
    }

    /** Those of a metric whose labels hold all of these texts, as {@code relname="orders"}. */
    public List<String> all(String name, String... labels) {
        return lines.stream()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> List.of(labels).stream().allMatch(line::contains))
                .toList();
    }

    public boolean has(String name, String... labels) {
        return !all(name, labels).isEmpty();
    }

    /** Of the only such sample. */
    public double value(String name, String... labels) {
        List<String> found = all(name, labels);
        if (found.size() != 1) {
            throw new AssertionError("one sample of " + name + List.of(labels) + " expected, not " + found);
        }
        String line = found.get(0);
        return Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1).replace("Inf", "Infinity"));
    }

    /** Names of collectors that did not succeed. */
    public List<String> failed() {
        return all("dbvitals_collector_success").stream()
                .filter(line -> line.endsWith(" 0.0"))
                .map(line -> line.replaceFirst(".*collector=\"([^\"]*)\".*", "$1"))
                .toList();
    }
}
