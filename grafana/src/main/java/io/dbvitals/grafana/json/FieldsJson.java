package io.dbvitals.grafana.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dbvitals.grafana.model.Kind;
import io.dbvitals.grafana.model.Limits;
import io.dbvitals.grafana.model.Mapping;
import io.dbvitals.grafana.model.Panel;
import io.dbvitals.grafana.model.Query;
import io.dbvitals.grafana.model.Unit;
import java.util.stream.Collectors;

/** How the values of a panel look. */
final class FieldsJson {
    private FieldsJson() {}

    static void write(ObjectNode node, Panel panel) {
        ObjectNode defaults = node.putObject("defaults");
        defaults.putObject("color").put("mode", colored(panel) ? "thresholds" : "palette-classic");
        if (panel.kind() == Kind.TIMESERIES) {
            custom(defaults.putObject("custom"), panel);
        } else if (panel.kind() == Kind.TABLE) {
            defaults.putObject("custom").put("align", "auto").put("filterable", true);
        }
        links(defaults.putArray("links"), panel);
        mapping(defaults.putArray("mappings"), panel.mapping());
        panel.max().ifPresent(max -> defaults.put("max", max));
        if (startsAtZero(panel)) {
            defaults.put("min", 0);
        }
        defaults.put("noValue", panel.ifEmpty());
        PanelJson.thresholds(defaults.putObject("thresholds"), panel.limits());
        defaults.put("unit", panel.unit().id());
        ArrayNode overrides = node.putArray("overrides");
        if (panel.kind() == Kind.TABLE) {
            panel.queries().forEach(query -> column(overrides.addObject(), query));
        }
    }

    private static boolean colored(Panel panel) {
        return panel.kind() == Kind.STAT || panel.kind() == Kind.BARGAUGE || panel.kind() == Kind.TABLE;
    }

    /** A scale that begins elsewhere makes much of little. */
    private static boolean startsAtZero(Panel panel) {
        return panel.kind() != Kind.TABLE
                && panel.unit() != Unit.MOMENT
                && panel.mapping() == Mapping.NONE
                && !panel.signed();
    }

    private static void custom(ObjectNode custom, Panel panel) {
        custom.put("drawStyle", "line").put("fillOpacity", panel.stacked() ? 30 : 8);
        custom.put("lineInterpolation", "linear").put("lineWidth", 1).put("showPoints", "never");
        custom.put("spanNulls", false);
        ObjectNode stacking = custom.putObject("stacking");
        stacking.put("group", "A").put("mode", panel.stacked() ? "normal" : "none");
        custom.putObject("thresholdsStyle").put("mode", panel.limits().any() ? "dashed" : "off");
    }

    private static void links(ArrayNode list, Panel panel) {
        for (Panel.Link link : panel.links()) {
            // Of a table the value of a column, else a label of the series.
            String from = panel.kind() == Kind.TABLE ? "__data.fields." : "__field.labels.";
            ObjectNode node = list.addObject();
            node.put("targetBlank", false);
            node.put("title", link.title());
            node.put(
                    "url",
                    link.labels().stream()
                            .map(label -> "&var-" + label + "=${" + from + label + "}")
                            .collect(Collectors.joining(
                                    "", "/d/" + link.uid() + "?var-datasource=${datasource}", "&${__url_time_range}")));
        }
    }

    private static void mapping(ArrayNode list, Mapping mapping) {
        if (mapping == Mapping.NONE) {
            return;
        }
        ObjectNode node = list.addObject();
        ObjectNode options = node.putObject("options");
        for (int value = 0; value <= 1; value++) {
            ObjectNode word = options.putObject(String.valueOf(value));
            word.put("color", mapping.color(value)).put("index", value).put("text", mapping.word(value));
        }
        node.put("type", "value");
    }

    private static void column(ObjectNode override, Query query) {
        override.putObject("matcher").put("id", "byName").put("options", query.legend());
        ArrayNode properties = override.putArray("properties");
        properties.addObject().put("id", "unit").put("value", query.unit().id());
        Limits limits = query.limits();
        if (limits.any()) {
            ObjectNode thresholds = properties.addObject().put("id", "thresholds");
            PanelJson.thresholds(thresholds.putObject("value"), limits);
            properties
                    .addObject()
                    .put("id", "custom.cellOptions")
                    .putObject("value")
                    .put("type", "color-text");
        }
    }
}
