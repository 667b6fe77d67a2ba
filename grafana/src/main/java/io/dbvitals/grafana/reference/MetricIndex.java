package io.dbvitals.grafana.reference;

import io.dbvitals.grafana.reference.Catalogue.Group;
import io.dbvitals.grafana.reference.source.Family;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Where each metric is told of. */
final class MetricIndex {
    private MetricIndex() {}

    static String of(Catalogue catalogue) {
        Markdown page = Markdown.page("Metrics")
                .paragraph(
                        "Every metric by the system that it is of, with its labels, what it is read from, and the alerts and panels that use"
                                + " it. What your dbvitals serves depends on versions, rights and configuration: `dbvitals queries plan` says why a"
                                + " query is in or out.");
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("page", "metrics", "groups"));
        for (Subject subject : Subject.values()) {
            List<Family> families = catalogue.families().stream()
                    .filter(family -> subject.has(family.name()))
                    .toList();
            rows.add(List.of(
                    "[" + subject.title() + "](" + subject.file() + ")",
                    "" + families.size(),
                    groups(subject, catalogue)));
        }
        return page.table(rows)
                .heading("How to read the tables")
                .gap()
                .item(
                        "*type*: `untyped` are counters of the exporters that dbvitals stands in for whose names do not end in `_total`:"
                                + " `rate()` works on them. No type: the server gives the metric its type, or none was there to look at.")
                .item(
                        "*labels*: all that any series of the metric bears. Beside them stand the labels that the configuration gives to a"
                                + " target, and `target`, the target's name, where a page shows two or more servers of a kind.")
                .item(
                        "*versions*: of the server. `16+` was seen on 16 and newer of the versions that tests read, `13–16` on those; `>=18`"
                                + " is what the query file says. Empty: on all.")
                .item(
                        "*used by*: alerts, then panels by their dashboard; also by way of recording rules. The metrics behind"
                                + " `dbvitals:threshold` are not followed.")
                .item("Where a query is *off by default*, its id goes into `queries.enable` of the"
                        + " [configuration](../config/dbvitals.yaml).")
                .heading("What is not listed")
                .gap()
                .item("`mysql_global_status_*`, `mysql_global_variables_*`, `mysql_slave_status_*`,"
                        + " `mysql_info_schema_innodb_metrics_*`: a metric for each row that the server has; listed are those that tests read"
                        + " or rules use.")
                .item(
                        "`redis_*`: fields of INFO that only other versions, modules, Sentinels, clusters or options (`clients`, `keys`,"
                                + " `streams`, `config_values`) have.")
                .item(
                        "`node_*`: devices of other machines have other sensors (`node_hwmon_*`); text files give what is in them.")
                .item("`jvm_*`, `process_*`: of the Java process, on `/metrics/self`.")
                .item("`ruvector_*`: the same as `pg_vector_*` under other names, with `ruvector_names: true`.")
                .toString();
    }

    private static String groups(Subject subject, Catalogue catalogue) {
        return catalogue.groups().stream()
                .filter(group -> group.parts().stream()
                        .flatMap(part -> part.families().stream())
                        .anyMatch(family -> subject.has(family.name())))
                .map(Group::title)
                .map(title -> "[" + title + "](" + subject.file() + "#" + anchor(title) + ")")
                .collect(Collectors.joining(", "));
    }

    /** As GitHub makes it of a heading. */
    private static String anchor(String title) {
        return title.toLowerCase(Locale.ROOT).replace(".", "").replace(' ', '-');
    }
}
