package io.dbvitals.grafana.reference.source;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A rule of Prometheus.
 *
 * @param name of the alert, or of the series that it records
 * @param file its name under {@code config/prometheus/rules}
 * @param waits `for`; empty: not at all
 * @param keeps `keep_firing_for`
 */
public record Rule(
        boolean alert,
        String name,
        String file,
        String expr,
        Optional<String> waits,
        Optional<String> keeps,
        Map<String, String> labels,
        Map<String, String> annotations) {
    public static List<Rule> all(Project project) throws IOException {
        List<Rule> all = new ArrayList<>();
        for (Path file : Project.files(project.rules())) {
            for (Tree group : Tree.read(file).trees("groups")) {
                for (Tree rule : group.trees("rules")) {
                    all.add(of(file.getFileName().toString(), rule));
                }
            }
        }
        return all;
    }

    public List<Selector> selectors() {
        return Selector.of(expr);
    }

    public String label(String name) {
        return labels.getOrDefault(name, "");
    }

    public String annotation(String name) {
        return annotations.getOrDefault(name, "");
    }

    private static Rule of(String file, Tree rule) {
        Optional<String> alert = rule.text("alert");
        return new Rule(
                alert.isPresent(),
                alert.or(() -> rule.text("record")).orElse(""),
                file,
                rule.text("expr").orElse("").strip(),
                rule.text("for"),
                rule.text("keep_firing_for"),
                rule.tree("labels").values(),
                rule.tree("annotations").values());
    }
}
