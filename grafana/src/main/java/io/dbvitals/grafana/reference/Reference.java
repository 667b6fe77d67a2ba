package io.dbvitals.grafana.reference;

import io.dbvitals.grafana.boards.Boards;
import io.dbvitals.grafana.model.Dashboard;
import io.dbvitals.grafana.reference.source.Collector;
import io.dbvitals.grafana.reference.source.Pages;
import io.dbvitals.grafana.reference.source.Project;
import io.dbvitals.grafana.reference.source.QueryFile;
import io.dbvitals.grafana.reference.source.Rule;
import io.dbvitals.grafana.reference.source.Uses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The reference of metrics and alerts: pages by their places in the folder {@code docs}. */
public final class Reference {
    private Reference() {}

    public static Map<String, String> pages(Path root) throws IOException {
        Project project = new Project(root);
        List<Rule> rules = Rule.all(project);
        List<Dashboard> dashboards = Boards.all();
        Catalogue catalogue = Catalogue.of(
                Pages.of(project), QueryFile.all(project), Collector.all(project), Uses.of(rules, dashboards));
        Map<String, String> pages = new TreeMap<>();
        pages.put("metrics.md", MetricIndex.of(catalogue));
        for (Subject subject : Subject.values()) {
            pages.put(subject.file(), MetricPage.of(subject, catalogue));
        }
        pages.put("alerts.md", AlertPage.of(rules, dashboards));
        return pages;
    }

    /** Writes all of them. */
    public static void write(Path root) throws IOException {
        for (Map.Entry<String, String> page : pages(root).entrySet()) {
            Path file = root.resolve("docs").resolve(page.getKey());
            Files.createDirectories(file.resolveSibling("."));
            Files.writeString(file, page.getValue());
        }
    }
}
