package io.dbvitals.grafana.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dbvitals.grafana.model.Kind;
import io.dbvitals.grafana.model.Limits;
import io.dbvitals.grafana.model.Panel;
import io.dbvitals.grafana.model.Query;
import io.dbvitals.grafana.model.Scope;
import java.util.List;
import java.util.stream.Collectors;

/** One panel. */
final class PanelJson {
    /** Where the rules send whom an alert woke. */
    private static final String RUNBOOKS = "https://github.com/dbvitals/dbvitals/blob/main/runbooks/";

    private PanelJson() {}

    static void place(ObjectNode node, Grid.Place place) {
        ObjectNode position = node.putObject("gridPos");
        position.put("h", place.height()).put("w", place.width());
        position.put("x", place.x()).put("y", place.y());
    }

    static void write(ObjectNode node, Panel panel, Scope scope, int id, Grid.Place place) {
        if (panel.kind() == Kind.TEXT) {
            place(node, place);
            node.put("id", id);
            node.putObject("options").put("content", panel.description()).put("mode", "markdown");
        } else {
            HeadJson.datasource(node);
            node.put("description", description(panel));
            FieldsJson.write(node.putObject("fieldConfig"), panel);
            place(node, place);
            node.put("id", id);
            OptionsJson.write(node.putObject("options"), panel);
            targets(node.putArray("targets"), panel, scope);
        }
        node.put("title", panel.title());
        if (panel.kind() == Kind.TABLE) {
            TableJson.transformations(node.putArray("transformations"), panel);
        }
        node.put("type", panel.kind().type());
    }

    /** The name of a panel's query: A, B, … */
    static String refId(int index) {
        return String.valueOf((char) ('A' + index));
    }

    /** What colours a value. */
    static void thresholds(ObjectNode node, Limits limits) {
        node.put("mode", "absolute");
        ArrayNode steps = node.putArray("steps");
        for (Limits.Step step : limits.steps()) {
            ObjectNode entry = steps.addObject();
            entry.put("color", step.color());
            step.value().ifPresentOrElse(value -> entry.put("value", value), () -> entry.putNull("value"));
        }
    }

    private static String description(Panel panel) {
        if (panel.alerts().isEmpty()) {
            return panel.description();
        }
        return panel.alerts().stream()
                .map(alert -> "[" + alert + "](" + RUNBOOKS + alert + ".md)")
                .collect(Collectors.joining(", ", panel.description() + "\n\nAlerts: ", ""));
    }

    private static void targets(ArrayNode list, Panel panel, Scope scope) {
        List<Query> queries = panel.queries();
        for (int i = 0; i < queries.size(); i++) {
            Query query = queries.get(i);
            boolean overTime = panel.kind() == Kind.TIMESERIES || panel.kind() == Kind.HEATMAP;
            ObjectNode target = list.addObject();
            HeadJson.datasource(target);
            target.put("editorMode", "code");
            target.put("expr", scope.expand(query.expr()));
            target.put("format", format(panel.kind()));
            target.put("instant", !overTime);
            if (panel.kind() != Kind.TABLE) {
                target.put("legendFormat", scope.expandLegend(query.legend()));
            }
            target.put("range", overTime);
            target.put("refId", refId(i));
        }
    }

    private static String format(Kind kind) {
        return switch (kind) {
            case TABLE -> "table";
            case HEATMAP -> "heatmap";
            default -> "time_series";
        };
    }
}
