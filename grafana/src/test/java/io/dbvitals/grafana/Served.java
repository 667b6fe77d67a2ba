package io.dbvitals.grafana;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What there is to be asked for.
 *
 * @param types of the families on golden pages
 * @param recorded names that rules give
 */
record Served(Map<String, String> types, Set<String> recorded) {
    static final Served ALL = read();

    /** Empty where no golden page has it. */
    String type(String metric) {
        String family = metric.replaceFirst("_(bucket|sum|count)$", "");
        return types.getOrDefault(metric, types.getOrDefault(family, ""));
    }

    boolean has(String metric) {
        return !type(metric).isEmpty() || recorded.contains(metric);
    }

    private static Served read() {
        Map<String, String> types = new HashMap<>();
        Set<String> recorded = new HashSet<>();
        try {
            List<Path> pages = new ArrayList<>(Folders.files(Folders.RESOURCES.resolve("golden")));
            pages.add(Folders.RESOURCES.resolve("host/machine-node_exporter-1.9.0.txt"));
            for (Path page : pages) {
                for (String line : Files.readAllLines(page)) {
                    if (line.startsWith("# TYPE ")) {
                        String[] words = line.split(" ", -1);
                        types.put(words[2], words[3]);
                    }
                }
            }
            for (Path rules : Folders.files(Folders.RULES)) {
                Matcher record = Pattern.compile("record: (\\S+)").matcher(Files.readString(rules));
                while (record.find()) {
                    recorded.add(record.group(1));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Served(types, recorded);
    }
}
