package io.dbvitals.grafana.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dbvitals.grafana.model.Annotation;
import io.dbvitals.grafana.model.Dashboard;
import io.dbvitals.grafana.model.Variable;

/** What is above the panels: variables, links to the other dashboards, marks. */
final class HeadJson {
    /** The variable by which the user chooses where data comes from. */
    static final String DATASOURCE = "${datasource}";

    private static final int ON_TIME_RANGE_CHANGE = 2;

    private HeadJson() {}

    static void datasource(ObjectNode node) {
        node.putObject("datasource").put("type", "prometheus").put("uid", DATASOURCE);
    }

    static void annotations(ArrayNode list, Dashboard dashboard) {
        ObjectNode own = list.addObject();
        own.put("builtIn", 1);
        own.putObject("datasource").put("type", "grafana").put("uid", "-- Grafana --");
        own.put("enable", true).put("hide", true).put("iconColor", "rgba(0, 211, 255, 1)");
        own.put("name", "Annotations & Alerts").put("type", "dashboard");
        for (Annotation annotation : dashboard.annotations()) {
            ObjectNode node = list.addObject();
            datasource(node);
            node.put("enable", true);
            node.put("expr", dashboard.scope().expand(annotation.expr()));
            node.put("iconColor", annotation.color());
            node.put("name", annotation.name());
            node.put("step", "60s");
            node.put("titleFormat", annotation.title());
        }
        ObjectNode deploys = list.addObject();
        deploys.putObject("datasource").put("type", "grafana").put("uid", "-- Grafana --");
        deploys.put("enable", true).put("iconColor", "purple").put("name", "Deployments");
        ObjectNode target = deploys.putObject("target");
        target.put("limit", 100).put("matchAny", false);
        target.putArray("tags").add("deploy");
        target.put("type", "tags");
    }

    static void links(ArrayNode list) {
        ObjectNode link = list.addObject();
        link.put("asDropdown", true)
                .put("icon", "external link")
                .put("includeVars", false)
                .put("keepTime", true);
        link.putArray("tags").add("dbvitals");
        link.put("targetBlank", false)
                .put("title", "dbvitals")
                .put("tooltip", "")
                .put("type", "dashboards");
        link.put("url", "");
    }

    static void variables(ArrayNode list, Dashboard dashboard) {
        ObjectNode source = list.addObject();
        source.putObject("current");
        source.put("hide", 0)
                .put("includeAll", false)
                .put("label", "Data Source")
                .put("multi", false);
        source.put("name", "datasource");
        source.putArray("options");
        source.put("query", "prometheus").put("refresh", 1).put("regex", "").put("type", "datasource");
        dashboard.scope().variables().forEach(variable -> variable(list.addObject(), variable));
    }

    private static void variable(ObjectNode node, Variable variable) {
        String query = "label_values(" + variable.series() + ", " + variable.label() + ")";
        node.put("allValue", variable.all());
        ObjectNode current = node.putObject("current");
        current.put("selected", true);
        current.putArray("text").add("All");
        current.putArray("value").add("$__all");
        datasource(node);
        node.put("definition", query).put("hide", 0).put("includeAll", true).put("label", variable.title());
        node.put("multi", true).put("name", variable.label());
        node.putArray("options");
        node.putObject("query").put("query", query).put("refId", "PrometheusVariableQueryEditor-VariableQuery");
        node.put("refresh", ON_TIME_RANGE_CHANGE)
                .put("regex", "")
                .put("skipUrlSync", false)
                .put("sort", 1);
        node.put("type", "query");
    }
}
