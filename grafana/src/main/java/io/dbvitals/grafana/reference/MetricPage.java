package io.dbvitals.grafana.reference;

import static io.dbvitals.grafana.reference.Markdown.plain;

import io.dbvitals.grafana.reference.Catalogue.Group;
import io.dbvitals.grafana.reference.Catalogue.Part;
import io.dbvitals.grafana.reference.source.Family;
import io.dbvitals.grafana.reference.source.Query;
import io.dbvitals.grafana.reference.source.Uses;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The metrics of one subject: a table for each query or collector. */
final class MetricPage {
    private final Subject subject;
    private final Uses uses;
    private final Markdown page;

    private MetricPage(Subject subject, Catalogue catalogue) {
        this.subject = subject;
        this.uses = catalogue.uses();
        this.page = Markdown.page("Metrics: " + subject.title());
    }

    static String of(Subject subject, Catalogue catalogue) {
        MetricPage made = new MetricPage(subject, catalogue);
        made.page.paragraph(made.introduction());
        catalogue.groups().forEach(made::group);
        return made.page.toString();
    }

    private String introduction() {
        return "Served on " + subject.place() + "."
                + (subject.everywhere().isEmpty()
                        ? ""
                        : " Every series bears the label `" + subject.everywhere() + "`, which the tables leave out.")
                + " How to read the tables: [metrics](../metrics.md).";
    }

    private void group(Group group) {
        List<Part> parts = group.parts().stream()
                .map(part -> new Part(
                        part.query(),
                        part.families().stream()
                                .filter(family -> subject.has(family.name()))
                                .toList()))
                .filter(part -> !part.families().isEmpty())
                .toList();
        if (parts.isEmpty() && !subject.has(group.names())) {
            return;
        }
        String file = group.path().substring(group.path().lastIndexOf('/') + 1);
        page.heading(group.title()).paragraph(group.says() + " [" + file + "](../../" + group.path() + ")");
        if (parts.isEmpty()) {
            page.paragraph("Names: `" + group.names().replace(".+", "…") + "`.");
        }
        for (Part part : parts) {
            part.query().ifPresent(this::query);
            table(part.families());
        }
    }

    private void query(Query query) {
        String relations =
                query.relations().stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
        page.subheading(query.id())
                .paragraph((relations.isEmpty() ? "" : "Reads " + relations + "; ") + String.join(", ", query.terms())
                        + ".");
    }

    private void table(List<Family> families) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("metric", "type", "labels", "versions", "is", "used by"));
        for (Family family : families) {
            rows.add(List.of(
                    "<a id=\"" + family.name() + "\"></a>`" + family.name() + "`",
                    family.type(),
                    labels(family),
                    plain(family.versions()),
                    plain(family.help()),
                    used(family.name())));
        }
        page.table(rows);
    }

    private String labels(Family family) {
        return family.labels().stream()
                .filter(label -> !label.equals(subject.everywhere()))
                .map(label -> "`" + label + "`")
                .collect(Collectors.joining(" "));
    }

    private String used(String metric) {
        List<String> by = new ArrayList<>();
        for (String alert : uses.alerts().getOrDefault(metric, Set.of())) {
            by.add("[" + alert + "](../alerts.md#" + alert.toLowerCase(Locale.ROOT) + ")");
        }
        for (Map.Entry<String, Set<String>> board :
                uses.panels().getOrDefault(metric, Map.of()).entrySet()) {
            by.add(board.getKey() + ": " + plain(String.join(", ", board.getValue())));
        }
        return String.join("; ", by);
    }
}
