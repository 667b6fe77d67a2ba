package io.dbvitals.grafana.reference.source;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A collector in Java; what it reads is told by the first sentences of its Javadoc.
 *
 * @param names a regular expression of the metrics that it gives
 * @param path of its file within the repository
 * @param name as {@code dbvitals_collector_success} has it; where it has none, after its class
 * @param says the first paragraph
 */
public record Collector(Pattern names, String path, String name, String says) {
    private static final String SOURCES = "exporter/src/main/java/io/dbvitals/";
    private static final Pattern NAME =
            Pattern.compile("super\\(\"(\\w+)\", site|String name\\(\\) \\{\\s*return \"([\\w.]+)\"");
    private static final Pattern JAVADOC =
            Pattern.compile("(?s)/\\*\\*\\s*(.*?)\\s*\\*/\\s*(?:public )?(?:final )?class");

    public static List<Collector> all(Project project) throws IOException {
        List<Collector> all = new ArrayList<>();
        for (String line : Files.readAllLines(project.collectors())) {
            if (!line.startsWith("#")) {
                String[] fields = line.split("\t", -1);
                all.add(of(project, fields[0], SOURCES + fields[1] + ".java"));
            }
        }
        return all;
    }

    public boolean gives(String metric) {
        return names.matcher(metric).matches();
    }

    private static Collector of(Project project, String names, String path) throws IOException {
        String code = Files.readString(project.root().resolve(path));
        Matcher name = NAME.matcher(code);
        String type = path.substring(path.lastIndexOf('/') + 1).replace(".java", "");
        Matcher javadoc = JAVADOC.matcher(code);
        return new Collector(
                Pattern.compile(names),
                path,
                name.find() ? (name.group(1) == null ? name.group(2) : name.group(1)) : words(type),
                javadoc.find() ? plain(javadoc.group(1)) : "");
    }

    /** As {@code probe families}. */
    private static String words(String type) {
        String split = type.replace("MySql", "Mysql").replace("PgBouncer", "Pgbouncer");
        return split.replaceAll("(?<=[a-z])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    }

    /** The first paragraph as Markdown. */
    private static String plain(String javadoc) {
        return javadoc.replaceAll("(?m)^ *\\* ?", "")
                .replaceAll("(?s)<pre>.*|\\n@.*", "")
                .strip()
                .replaceAll("\\{@code ([^}]*)}", "`$1`")
                .replace("``", "")
                .replaceAll("\\s+", " ");
    }
}
