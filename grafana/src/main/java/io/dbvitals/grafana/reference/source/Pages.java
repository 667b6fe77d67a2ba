package io.dbvitals.grafana.reference.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The families of recorded pages by their names. */
public final class Pages {
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_]\\w*)=\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern SERIES = Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? \\S+");
    private static final Pattern OF_A_VERSION = Pattern.compile("(postgres|redis)-(\\d+)\\.txt");
    /** They tell parts of a family apart. */
    private static final Set<String> OF_PARTS = Set.of("le", "quantile");

    private final Map<String, String> types = new TreeMap<>();
    private final Map<String, String> helps = new HashMap<>();
    private final Map<String, Set<String>> labels = new HashMap<>();
    /** Versions of the server by the family that a page of it has; and, under the server's name, all versions. */
    private final Map<String, TreeSet<Integer>> versions = new HashMap<>();

    public static Map<String, Family> of(Project project) throws IOException {
        Pages pages = new Pages();
        for (Path file : project.pages().toList()) {
            pages.read(file);
        }
        return pages.families();
    }

    private void read(Path file) throws IOException {
        Matcher version = OF_A_VERSION.matcher(file.getFileName().toString());
        boolean versioned = version.matches();
        String family = "";
        for (String line : Files.readAllLines(file)) {
            String[] words = line.split(" ", 4);
            if (line.startsWith("# HELP ")) {
                helps.putIfAbsent(words[2], words.length < 4 ? "" : words[3]);
            } else if (line.startsWith("# TYPE ")) {
                family = words[2];
                types.put(family, words[3]);
                if (versioned) {
                    version(family, version.group(2));
                    version(version.group(1), version.group(2));
                }
            } else {
                series(family, line);
            }
        }
    }

    private void version(String of, String version) {
        versions.computeIfAbsent(of, each -> new TreeSet<>()).add(Integer.valueOf(version));
    }

    private void series(String family, String line) {
        Matcher series = SERIES.matcher(line);
        if (series.matches() && series.group(2) != null) {
            Set<String> found = labels.computeIfAbsent(family, each -> new TreeSet<>());
            LABEL.matcher(series.group(2))
                    .results()
                    .map(label -> label.group(1))
                    .filter(label -> !OF_PARTS.contains(label))
                    .forEach(found::add);
        }
    }

    private Map<String, Family> families() {
        Map<String, Family> families = new TreeMap<>();
        types.forEach((name, type) -> families.put(
                name,
                new Family(
                        name,
                        type,
                        helps.getOrDefault(name, ""),
                        labels.getOrDefault(name, Set.of()),
                        versions(name))));
        return families;
    }

    /** As {@code 16+} or {@code 13–16}; empty where all have it, or where it is on pages of no version. */
    private String versions(String name) {
        TreeSet<Integer> those = versions.getOrDefault(name, new TreeSet<>());
        String server = name.startsWith("pg_") ? "postgres" : "redis";
        List<Integer> all = List.copyOf(versions.getOrDefault(server, new TreeSet<>()));
        if (those.isEmpty() || name.startsWith("dbvitals_") || those.size() == all.size()) {
            return "";
        }
        if (those.last().equals(all.get(all.size() - 1))) {
            return those.first() + "+";
        }
        return those.size() == 1 ? "" + those.first() : those.first() + "–" + those.last();
    }
}
