package io.dbvitals.grafana.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dbvitals.grafana.model.Panel;

/** What each kind of panel wants to be told besides. */
final class OptionsJson {
    private OptionsJson() {}

    static void write(ObjectNode options, Panel panel) {
        switch (panel.kind()) {
            case STAT -> stat(options);
            case TIMESERIES -> graph(options);
            case TABLE -> options.put("cellHeight", "sm").put("showHeader", true);
            case BARGAUGE -> bars(options);
            case HEATMAP -> heatmap(options, panel);
            case TEXT -> throw new IllegalArgumentException("a text panel has its text only");
        }
    }

    private static void stat(ObjectNode options) {
        options.put("colorMode", "value").put("graphMode", "none").put("justifyMode", "auto");
        options.put("orientation", "auto");
        newest(options);
        options.put("textMode", "auto").put("wideLayout", true);
    }

    private static void graph(ObjectNode options) {
        ObjectNode legend = options.putObject("legend");
        legend.putArray("calcs").add("lastNotNull").add("max");
        legend.put("displayMode", "table").put("placement", "bottom").put("showLegend", true);
        options.putObject("tooltip").put("mode", "multi").put("sort", "desc");
    }

    private static void bars(ObjectNode options) {
        options.put("displayMode", "gradient").put("orientation", "horizontal");
        newest(options);
        options.put("showUnfilled", true);
    }

    private static void heatmap(ObjectNode options, Panel panel) {
        options.put("calculate", false);
        options.putObject("color")
                .put("mode", "scheme")
                .put("scheme", "Oranges")
                .put("steps", 64);
        options.putObject("tooltip").put("mode", "single").put("yHistogram", true);
        options.putObject("yAxis").put("unit", panel.unit().id());
    }

    private static void newest(ObjectNode options) {
        ObjectNode reduce = options.putObject("reduceOptions");
        reduce.putArray("calcs").add("lastNotNull");
        reduce.put("fields", "").put("values", false);
    }
}
