package io.dbvitals.grafana.model;

import java.util.ArrayList;
import java.util.List;

/**
 * What of all that Prometheus has a dashboard shows: the variables to choose by, and what they mean in a query. In a query, an
 * at sign at the head of a selector stands for the chosen label values, and at the head of a list of labels for those that name
 * one server.
 *
 * @param metric a metric that everything that can be chosen has
 * @param identity the labels that tell one server from another
 * @param legend how a legend names a server
 */
public record Scope(String metric, List<String> identity, String legend, List<Variable> variables) {
    public Scope {
        identity = List.copyOf(identity);
        variables = List.copyOf(variables);
    }

    /** Series that bear {@code server}: PostgreSQL's, vectors included. */
    public static Scope servers(String metric) {
        return of(metric, List.of("job", "instance", "server"), "{{server}}", "server", "Server");
    }

    /** Series that bear {@code target} where there are several of a kind. */
    public static Scope targets(String metric) {
        return of(metric, List.of("job", "instance", "target"), "{{instance}} {{target}}", "target", "Target");
    }

    /** Series of processes that are scraped themselves. */
    public static Scope processes(String metric) {
        return new Scope(metric, List.of("job", "instance"), "{{job}} {{instance}}", choice(metric));
    }

    /** One more variable to choose by; queries name it themselves. */
    public Scope with(String label, String title, String from) {
        List<Variable> more = new ArrayList<>(variables);
        more.add(Variable.optional(label, title, expand(from)));
        return new Scope(metric, identity, legend, more);
    }

    /** The query with its placeholders replaced. */
    public String expand(String query) {
        return query.replace("{@", "{" + matchers()).replace("(@", "(" + String.join(", ", identity));
    }

    /** The legend with its placeholder replaced. */
    public String expandLegend(String text) {
        return text.replace("@", legend);
    }

    private String matchers() {
        List<String> matchers = new ArrayList<>(List.of("cluster=~\"$cluster\""));
        identity.forEach(label -> matchers.add(label + "=~\"$" + label + "\""));
        return String.join(",", matchers);
    }

    private static Scope of(String metric, List<String> identity, String legend, String label, String title) {
        List<Variable> variables = choice(metric);
        variables.add(Variable.optional(
                label, title, metric + "{cluster=~\"$cluster\",job=~\"$job\",instance=~\"$instance\"}"));
        return new Scope(metric, identity, legend, variables);
    }

    private static List<Variable> choice(String metric) {
        return new ArrayList<>(List.of(
                Variable.optional("cluster", "Cluster", metric),
                Variable.required("job", "Job", metric + "{cluster=~\"$cluster\"}"),
                Variable.required("instance", "Instance", metric + "{cluster=~\"$cluster\",job=~\"$job\"}")));
    }
}
