package io.dbvitals.grafana.reference.source;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A query of a query file.
 *
 * @param relations views, tables and functions that its SQL names
 * @param terms when it runs, as the file says it
 * @param families that its columns give
 */
public record Query(String id, List<String> relations, List<String> terms, Map<String, Family> families) {
    private static final Pattern RELATION =
            Pattern.compile("(?i)\\b(?:FROM|JOIN)\\s+(?:LATERAL\\s+)?([a-z_][\\w.$]*)(\\s*\\()?");
    private static final Pattern NO_ALIAS =
            Pattern.compile("(information_schema|performance_schema|mysql|sys)\\..+|\\w*_\\w*");
    private static final Pattern SHOW = Pattern.compile("\\bSHOW [A-Z_ ]+[A-Z_]");
    private static final Pattern NAMED = Pattern.compile("(?i)\\b(\\w+) AS (?:MATERIALIZED )?\\(");
    private static final Set<String> NO_METRICS = Set.of("label", "discard");

    static Query of(String id, Tree query, Tree defaults) {
        return new Query(id, relations(query), terms(query, defaults), families(id, query, defaults));
    }

    private static List<String> relations(Tree query) {
        String sql =
                query.text("sql").orElse("").replaceAll("'[^']*'", "''").replaceAll("(?i)extract\\(\\w+ FROM", "(");
        Set<String> found = new TreeSet<>();
        Set<String> own = new TreeSet<>();
        NAMED.matcher(sql).results().forEach(name -> own.add(name.group(1)));
        Matcher relation = RELATION.matcher(sql);
        while (relation.find()) {
            String name = relation.group(1).replaceFirst("^pg_catalog\\.", "");
            if (NO_ALIAS.matcher(name).matches() && !own.contains(name)) {
                found.add(name + (relation.group(2) == null ? "" : "()"));
            }
        }
        SHOW.matcher(sql).results().forEach(show -> found.add(show.group()));
        return List.copyOf(found);
    }

    private static List<String> terms(Tree query, Tree defaults) {
        List<String> terms = new ArrayList<>();
        boolean everywhere = query.text("scope")
                .or(() -> defaults.text("scope"))
                .orElse("server")
                .equals("database");
        terms.add(everywhere ? "in each database" : "once per server");
        terms.add(query.text("ttl")
                .or(() -> defaults.text("ttl"))
                .map(ttl -> "at most every " + ttl)
                .orElse("at every scrape"));
        query.text("role")
                .or(() -> defaults.text("role"))
                .filter(role -> !role.equals("any"))
                .ifPresent(terms::add);
        requires(query.entries().containsKey("requires") ? query.tree("requires") : defaults.tree("requires"), terms);
        if (query.text("enabled").orElse("true").equals("false")) {
            terms.add("**off by default**: name it in `queries.enable`");
        }
        return terms;
    }

    private static void requires(Tree requires, List<String> terms) {
        requires.tree("extensions")
                .values()
                .forEach((name, range) -> terms.add("needs the extension " + name + (" " + range).replace(" *", "")));
        requires.tree("settings")
                .entries()
                .keySet()
                .forEach(name -> terms.add("needs `" + name + "` = "
                        + String.join(" or ", requires.tree("settings").texts(String.valueOf(name)))));
        requires.texts("schemas").forEach(schema -> terms.add("needs the schema " + schema));
    }

    private static Map<String, Family> families(String id, Tree query, Tree defaults) {
        String prefix = query.text("prefix").orElse(id);
        Map<String, Tree> columns = query.tree("columns").children();
        Set<String> shared = labels(columns, query, defaults);
        Map<String, Family> families = new LinkedHashMap<>();
        columns.forEach((name, column) -> {
            String use = column.text("use").orElse("");
            if (NO_METRICS.contains(use)) {
                return;
            }
            List<String> tails = new ArrayList<>(List.of(column.text("name").orElse(name)));
            tails.addAll(column.texts("aliases"));
            String help = column.text("help").or(() -> query.text("help")).orElse("");
            String versions = column.text("versions").orElse("");
            for (String tail : tails) {
                String metric = tail.isEmpty() ? prefix : prefix + "_" + tail;
                Set<String> labels = new TreeSet<>(shared);
                if (use.equals("info")) {
                    labels.add(column.text("label").orElse(name));
                }
                if (families.containsKey(metric)) {
                    labels.addAll(families.get(metric).labels());
                }
                families.put(metric, new Family(metric, type(use, metric), help, labels, versions));
            }
        });
        return families;
    }

    private static Set<String> labels(Map<String, Tree> columns, Tree query, Tree defaults) {
        Set<String> labels = new TreeSet<>();
        columns.forEach((name, column) -> {
            if (column.text("use").orElse("").equals("label")) {
                labels.add(column.text("name").orElse(name));
            }
        });
        String engine = query.text("engine").or(() -> defaults.text("engine")).orElse("postgres");
        if (engine.equals("postgres")) {
            labels.add("server");
            if (query.text("scope").or(() -> defaults.text("scope")).orElse("").equals("database")) {
                labels.add("datname");
            }
        }
        return labels;
    }

    private static String type(String use, String metric) {
        if (use.equals("counter")) {
            return metric.endsWith("_total") ? "counter" : "untyped";
        }
        return use.equals("histogram") || use.equals("untyped") ? use : "gauge";
    }
}
